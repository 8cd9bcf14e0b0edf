import type { Context } from "hono";
import { createApiKey } from "../../../base/api-key.ts";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { staffRoles } from "../../../model/staff.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { requestOrigin } from "../../../web/request-origin.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readColleagues } from "../../shell/staff-name.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { keyPage } from "./key-page.ts";
import { type ProgramsPageParts, programsPage, programsPath } from "./programs-page.ts";
import { readKeys } from "./read-keys.ts";
import { programsTexts } from "./texts.ts";

/** The keys of the company's programs, for admins. */
export async function showPrograms(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const notice = wordFor(programsTexts[reader.language].notices, takeNotice(c));
  return c.html(await page(reader, { notice }));
}

/** Makes a key, and shows it once: the database gets its hash. */
export async function makeKey(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const words = programsTexts[reader.language];
  const form = await readForm(c);
  const name = form.get("name")?.trim() ?? "";
  const role = staffRoles.find((one) => one === form.get("role")) ?? "agent";
  const refused = async (error: string, status: 409 | 422) =>
    c.html(await page(reader, { typed: { form, errors: new Map([["name", error]]) } }), status);
  if (name === "" || name.length > 80) return refused(words.wrongName, 422);
  const { client, workspace } = reader.member;
  const { key, prefix, hash } = createApiKey();
  try {
    await callRpc(client, "make_api_key", { workspace, name, role, prefix, hash });
  } catch (error) {
    if (error instanceof Problem && error.code === "conflict") return refused(words.full, 409);
    throw error;
  }
  return c.html(keyPage(reader, name, key, requestOrigin(c)));
}

export async function revokeKey(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "admin");
  await callRpc(member.client, "revoke_api_key", { workspace: member.workspace, key: c.req.param("id")! });
  return leaveWithNotice(c, "revoked", programsPath);
}

async function page(reader: Reader, more: Partial<ProgramsPageParts>) {
  const [keys, colleagues] = await Promise.all([
    readKeys(reader.member),
    readColleagues(reader.member.client),
  ]);
  return programsPage({ reader, keys, colleagues, ...more });
}
