import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { readSetting } from "../settings/read-setting.ts";
import { readTemplates } from "../settings/read-templates.ts";
import { saveSetting } from "../settings/save-setting.ts";
import { removeTemplate, saveTemplate } from "../settings/save-template.ts";
import { isSettingKind, type SettingKind } from "../settings/settings.ts";
import type { AppEnv } from "../web/create-app.ts";
import { readJson } from "../web/read-json.ts";
import { staffMember } from "../web/staff-member.ts";

/** `GET /api/settings/{kind}`, `GET /api/rules`: {kind, version, value, savedAt, savedBy}; version 0 is the default. */
export async function getSetting(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c);
  const kind = kindOf(c);
  return c.json({ kind, ...(await readSetting(member, kind)) });
}

/** `PUT` the same: {version, value} over the version that was read; answers {kind, version}. Manager and up. */
export async function putSetting(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c, "manager");
  const kind = kindOf(c);
  const { version, value } = await readJson(c);
  if (!Number.isSafeInteger(version)) throw noVersion();
  const saved = await saveSetting(c.get("services"), member, kind, value, Number(version));
  return c.json({ kind, version: saved });
}

/** `GET /api/templates`: {templates: [{key, language, body, version, updatedAt, updatedBy}]}. */
export async function getTemplates(c: Context<AppEnv>): Promise<Response> {
  return c.json({ templates: await readTemplates(await staffMember(c)) });
}

/** `POST /api/templates`: {key, language, body, version?}, 0 for a new one; answers {key, version}. Manager and up. */
export async function postTemplate(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c, "manager");
  const { version, ...template } = await readJson(c);
  if (version !== undefined && !Number.isSafeInteger(version)) throw noVersion();
  const saved = await saveTemplate(
    c.get("services"),
    member,
    template,
    version === undefined ? null : Number(version),
  );
  return c.json({ key: template.key, version: saved });
}

/** `DELETE /api/templates/{key}`: refused (422) while a rule or a reminder names it. Manager and up. */
export async function deleteTemplate(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c, "manager");
  const key = c.req.param("key") ?? "";
  const known = (await readTemplates(member)).some((template) => template.key === key);
  if (!known) throw new Problem("not_found", "There is no text with this key.");
  await removeTemplate(c.get("services"), member, key, null);
  return c.json({ key, removed: true });
}

function kindOf(c: Context): SettingKind {
  const kind = c.req.param("kind") ?? "rules";
  if (isSettingKind(kind)) return kind;
  throw new Problem("not_found", "There is no setting of this kind.");
}

function noVersion(): Problem {
  return new Problem("bad_request", 'The field "version" is the version that you read, a whole number.', {
    field: "version",
  });
}
