import type { Context } from "hono";
import { isLanguage } from "../../base/language.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { callTable } from "../../db/call-table.ts";
import { readPhone } from "../../model/phone.ts";
import type { StaffMember } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { authProblem } from "../../web/staff-account.ts";
import { readForm } from "../settings/read-form.ts";
import { readerOf } from "../settings/reader-of.ts";
import { rememberLanguage } from "../shell/choose-language.ts";
import { leaveWithNotice, takeNotice } from "../shell/notice.ts";
import { changePassword } from "../sign-in/change-password.ts";
import { passwordTexts } from "../sign-in/password-texts.ts";
import { readTold } from "../told/told.ts";
import { mePage, mePath } from "./me-page.ts";
import { type Me, readMe, summaries } from "./read-me.ts";
import { meTexts } from "./texts.ts";

export async function showMe(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const [me, told] = await meAndTold(reader.member);
  const notices: Record<string, string> = {
    saved: meTexts[reader.language].saved,
    password: passwordTexts[reader.language].changed,
  };
  const notice = notices[takeNotice(c) ?? ""];
  return c.html(mePage({ reader, me, told, typed: formOf(me, reader.language), notice }));
}

export async function saveMe(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const words = meTexts[reader.language];
  const typed = await readForm(c);
  const errors = new Map<string, string>();
  const name = typed.get("name")?.trim() ?? "";
  if (name === "" || name.length > 80) errors.set("name", words.wrongName);
  const written = typed.get("phone")?.trim() ?? "";
  const phone = written === "" ? null : readPhone(written, await countryOf(reader.member)).e164;
  if (written !== "" && phone === null) errors.set("phone", words.wrongPhone);
  if (errors.size > 0) {
    const [me, told] = await meAndTold(reader.member);
    return c.html(mePage({ reader, me, told, typed, errors }), 422);
  }
  const asked = typed.get("language");
  const language = isLanguage(asked) ? asked : reader.language;
  const { client, workspace } = reader.member;
  await callRpc(client, "edit_me", {
    workspace,
    name,
    language,
    phone,
    summaries: summaries.filter((one) => typed.getAll("summaries").includes(one)),
  });
  rememberLanguage(c, language);
  return leaveWithNotice(c, "saved", mePath);
}

/** Another password, for who knows the one of now. */
export async function changeMyPassword(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const { client } = reader.member;
  const p = passwordTexts[reader.language];
  const form = await readForm(c);
  const [me, told] = await meAndTold(reader.member);
  const answer = (field: string, error: string) =>
    c.html(
      mePage({ reader, me, told, typed: formOf(me, reader.language), errors: new Map([[field, error]]) }),
      422,
    );
  const known = await client.auth.signInWithPassword({
    email: me.email ?? "",
    password: form.get("current") ?? "",
  });
  if (known.error && (known.error.status ?? 500) >= 500) throw authProblem(known.error);
  if (known.error) return answer("current", p.wrongCurrent);
  const problem = await changePassword(client, form.get("password") ?? "");
  return problem ? answer("password", p.problems[problem]) : leaveWithNotice(c, "password", mePath);
}

async function meAndTold(member: StaffMember) {
  const [me, told] = await Promise.all([readMe(member), readTold(member.client)]);
  return [me, told?.told ?? []] as const;
}

async function countryOf({ client, workspace }: StaffMember): Promise<string> {
  const query = client.from("workspaces").select("default_country").eq("id", workspace);
  const [row] = await callTable<{ default_country: string }[]>(query);
  return row?.default_country ?? "IT";
}

function formOf(me: Me, language: string): URLSearchParams {
  const form = new URLSearchParams({ name: me.name ?? "", language, phone: me.phone ?? "" });
  for (const one of me.summaries) form.append("summaries", one);
  return form;
}
