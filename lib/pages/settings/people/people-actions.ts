import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { requestOrigin } from "../../../web/request-origin.ts";
import { accountFor, passwordLink } from "../../../web/staff-account.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { linkPage } from "./link-page.ts";
import { roles } from "./member-fields.ts";
import { type PeoplePageParts, peoplePage, peoplePath } from "./people-page.ts";
import { memberIn, readMembers } from "./read-members.ts";
import { peopleTexts } from "./texts.ts";

/** Everybody of the company, for managers. */
export async function showPeople(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const notice = wordFor(peopleTexts[reader.language].notices, takeNotice(c));
  return c.html(await page(reader, { notice }));
}

/** Makes the account and the membership, and shows the link once. */
export async function invite(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const { db } = c.get("services");
  const words = peopleTexts[reader.language];
  const form = await readForm(c);
  const email = form.get("email")?.trim().toLowerCase() ?? "";
  const { name, role, errors } = fieldsIn(form, reader);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 254) errors.set("email", words.wrongEmail);
  if (errors.size > 0) return c.html(await page(reader, { typed: { form, errors, member: null } }), 422);
  const account = await accountFor(db, email);
  const { workspace, userId: actor } = reader.member;
  try {
    await callRpc(db, "invite_member", { workspace, user_id: account.id, name, role, actor });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const taken = new Map([["email", words.taken]]);
    return c.html(await page(reader, { typed: { form, errors: taken, member: null } }), 409);
  }
  // Whoever had an account keeps its password: it may open more than this company.
  if (!account.isNew) return c.html(await page(reader, { notice: words.existing(name) }));
  return c.html(linkPage(reader, name, await passwordLink(db, requestOrigin(c), email)));
}

export async function changeMember(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const form = await readForm(c);
  const { name, role, callsAs, errors } = fieldsIn(form, reader);
  const member = c.req.param("id")!;
  if (errors.size > 0) return c.html(await page(reader, { typed: { form, errors, member } }), 422);
  const { client, workspace } = reader.member;
  const change = { workspace, member, name, calls_as: callsAs, role };
  return orRefused(c, reader, async () => {
    await callRpc(client, "change_member", change);
    return leaveWithNotice(c, "changed", peoplePath);
  });
}

/** Another link for the password of a member. */
export async function makeLink(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const { client, workspace } = reader.member;
  const member = memberIn(await readMembers(reader.member), c.req.param("id"));
  return orRefused(c, reader, async () => {
    const email = await callRpc(client, "open_password_link", { workspace, member: member.userId });
    const link = await passwordLink(c.get("services").db, requestOrigin(c), String(email));
    return c.html(linkPage(reader, member.name ?? String(email), link));
  });
}

export async function dismiss(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const { client, workspace } = reader.member;
  return orRefused(c, reader, async () => {
    await callRpc(client, "dismiss_member", { workspace, member: c.req.param("id")! });
    return leaveWithNotice(c, "removed", peoplePath);
  });
}

/** What the database refuses is said on the page. */
async function orRefused(
  c: Context<AppEnv>,
  reader: Reader,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isConflict(error)) throw error;
    const problem = wordFor(peopleTexts[reader.language].refused, error.field) ?? error.message;
    return c.html(await page(reader, { problem }), 409);
  }
}

function isConflict(error: unknown): error is Problem {
  return error instanceof Problem && error.code === "conflict";
}

async function page(reader: Reader, more: Partial<PeoplePageParts>) {
  return peoplePage({ reader, members: await readMembers(reader.member), ...more });
}

function fieldsIn(form: URLSearchParams, { language }: Reader) {
  const words = peopleTexts[language];
  const name = form.get("name")?.trim() ?? "";
  const callsAs = form.get("callsAs")?.trim() ?? "";
  const errors = new Map<string, string>();
  if (name === "" || name.length > 80) errors.set("name", words.wrongName);
  if (callsAs.length > 120) errors.set("callsAs", words.wrongCallsAs);
  return { name, callsAs, role: roles.find((one) => one === form.get("role")) ?? "agent", errors };
}
