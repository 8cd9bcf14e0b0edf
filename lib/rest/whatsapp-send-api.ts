import { createHash } from "node:crypto";
import type { Context } from "hono";
import type * as z from "zod/mini";
import { Problem } from "../base/problem.ts";
import { type SendToNumber, sendToNumber } from "../outbox/send-to-number.ts";
import type { AppEnv } from "../web/create-app.ts";
import { readJson } from "../web/read-json.ts";
import { requireOwnPage } from "../web/require-own-page.ts";
import { staffMember } from "../web/staff-member.ts";
import { readFields } from "./read-fields.ts";
import { readNumber } from "./read-number.ts";
import { successAnswer } from "./success-answer.ts";
import { templateBody, textBody } from "./whatsapp-bodies.ts";

type Written = Omit<SendToNumber, "workspace" | "key" | "fingerprint">;
type Reader = (body: Record<string, unknown>, country: string) => Written;

/** `POST /api/whatsapp/send/text`: {to, message, lead_id?, reason?}; answers {success, id, status, expectedAt}. */
export const sendText = successAnswer((c) => send(c, readText));

/** `POST /api/whatsapp/send/template`: {to, template_name, language?, parameters?, lead_id?, reason?}; answers the same. */
export const sendTemplate = successAnswer((c) => send(c, readTemplate));

/** `POST /api/whatsapp/send`: either, by its body. */
export const sendEither = successAnswer((c) =>
  send(c, (body, country) => {
    if ((body.template_name === undefined) === (body.message === undefined)) {
      throw new Problem("bad_request", 'Send either "message" or "template_name".', { field: "message" });
    }
    return body.template_name === undefined ? readText(body, country) : readTemplate(body, country);
  }),
);

async function send(c: Context<AppEnv>, read: Reader): Promise<Response> {
  const { client, workspace, country } = await staffMember(c);
  requireOwnPage(c);
  const written = read(await readJson(c), country);
  const key = requestKey(c);
  const answer = await sendToNumber(c.get("services"), client, {
    ...written,
    workspace,
    key,
    fingerprint: key && createHash("sha256").update(JSON.stringify(written)).digest("hex"),
  });
  if (!answer.sent) {
    const { code, reason: message } = answer;
    return c.json({ success: false, error: { code, message } }, 422);
  }
  const { message: id, status, expectedAt } = answer;
  return c.json({ success: true, id, status, expectedAt });
}

function readText(given: Record<string, unknown>, country: string): Written {
  const body = readFields(textBody, given);
  return { phone: readNumber(body.to, country, "to"), body: body.message, ...why(body) };
}

function readTemplate(given: Record<string, unknown>, country: string): Written {
  const { to, template_name, language, parameters, ...body } = readFields(templateBody, given);
  return {
    phone: readNumber(to, country, "to"),
    template: template_name,
    language: language ?? null,
    parameters: Array.isArray(parameters) ? parameters.map(String) : (parameters ?? null),
    ...why(body),
  };
}

function why({ reason, lead_id }: Pick<z.output<typeof textBody>, "reason" | "lead_id">) {
  const lead = lead_id === undefined || lead_id === null ? "" : String(lead_id).trim();
  return { reason: reason ?? null, lead: lead === "" ? null : lead };
}

/** Of the header `Idempotency-Key`; null where the program sent none. */
function requestKey(c: Context): string | null {
  const given = c.req.header("idempotency-key");
  if (given === undefined) return null;
  const key = given.trim();
  if (key !== "" && key.length <= 100) return key;
  throw new Problem("bad_request", "The header Idempotency-Key has 1 to 100 characters.", {
    field: "Idempotency-Key",
  });
}
