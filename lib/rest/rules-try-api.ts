import type { Context } from "hono";
import { tryCall, tryPayload } from "../asks/try-rules.ts";
import { Problem } from "../base/problem.ts";
import { readSettingValue } from "../settings/save-setting.ts";
import type { AppEnv } from "../web/create-app.ts";
import { readJson } from "../web/read-json.ts";
import { staffMember } from "../web/staff-member.ts";

/**
 * `POST /api/rules/try`: what would happen, and why; nothing is written. {payload} as the source of calls would post it (an object,
 * or text with its `contentType`), or {callId} of a call that there is; `rules` instead of those that are saved.
 */
export async function tryRules(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c);
  const { payload, callId, contentType, rules } = await readJson(c);
  const draft = rules === undefined ? null : readSettingValue("rules", rules);
  if ((payload === undefined) === (callId === undefined)) {
    throw new Problem("bad_request", 'Send either "payload" or "callId".');
  }
  if (callId !== undefined) {
    if (!Number.isSafeInteger(callId)) {
      throw new Problem("bad_request", 'The field "callId" is the number of a call of the monitor.');
    }
    return c.json(await tryCall(member, Number(callId), draft));
  }
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const label = typeof contentType === "string" ? contentType : null;
  const { config, fieldMapping } = c.get("services");
  const { defaultCountry } = config;
  const { fields: mapping } = await fieldMapping.read();
  return c.json(await tryPayload(member, { text, contentType: label, defaultCountry, mapping }, draft));
}
