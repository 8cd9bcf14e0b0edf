import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { saveTemplate } from "../../../settings/save-template.ts";
import { templateSetting } from "../../../settings/template-setting.ts";
import { findInTemplate } from "../../../settings/template-warnings.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { reviewPath } from "../templates/templates-path.ts";
import { nudge } from "./nudge.ts";
import { phoneView } from "./phone-view.ts";
import { readShelf, readWritten, type WrittenTemplate } from "./read-shelf.ts";
import { readLook, shownOf, typedOf } from "./review-form.ts";
import { type ReviewPageParts, reviewPage } from "./review-page.ts";
import { reviewTexts } from "./texts.ts";

/** One text (`?key=`) with where it stands, to be written for the reviewers. */
export async function showReview(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const template = await templateOf(c, reader);
  const t = reviewTexts[reader.language];
  const notices: Record<string, string> = {
    saved: t.saved,
    submitted: t.submitted,
    withdrawn: t.withdrawn,
    adopted: t.adopted,
    refreshed: t.refreshed,
    noted: t.byHand.noted,
  };
  const shelf = await readShelf(reader.member);
  const notice = notices[takeNotice(c) ?? ""] ?? null;
  return c.html(reviewPage({ reader, template, shelf, typed: typedOf(template), notice }));
}

/** Saves what was typed, and sends it to the reviewers of one number (`do` is its id). */
export async function saveReview(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const t = reviewTexts[reader.language];
  const { member } = reader;
  const template = await templateOf(c, reader);
  const typed = await readForm(c);
  const what = typed.get("do") ?? "save";
  const answer = async (status: 200 | 409 | 422, more: Partial<ReviewPageParts> = {}) =>
    c.html(reviewPage({ reader, template, shelf: await readShelf(member), typed, ...more }), status);
  if (what === "preview") return answer(200);

  const look = readLook(t, typed);
  const errors = look instanceof Map ? look : new Map<string, string>();
  const { key, language, title } = template;
  const value = { key, language, title: title ?? "", body: typed.get("body")?.trimEnd() ?? "" };
  if (!templateSetting.safeParse(value).success) errors.set("body", reader.t.templates.previewWrong);
  const name = typed.get("name")?.trim() ?? "";
  if (!/^[a-z0-9_]*$/.test(name)) errors.set("name", t.badName);
  if (look instanceof Map || errors.size > 0) return answer(422, { errors });
  let version: number;
  try {
    version = await saveTemplate(c.get("services"), member, value, Number(typed.get("version")), look);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    return answer(409, { problem: `${reader.t.conflict} ${reader.t.conflictHelp} «${template.body}»` });
  }
  const own = `${reviewPath}?key=${key}`;
  if (what === "save") return leaveWithNotice(c, "saved", own);
  typed.set("version", String(version));
  if (findInTemplate(value.body, true).faults.length > 0) return answer(422, { problem: t.faultsFirst });
  try {
    const args = { workspace: member.workspace, key, channel: what, expected_version: version };
    await callRpc(member.client, "submit_template", { ...args, ...(name !== "" && { name }) });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    return answer(409, { problem: wordFor(t.notNow, error.field) ?? reader.t.conflict });
  }
  nudge(c, "tell_templates");
  return leaveWithNotice(c, "submitted", own);
}

/** The phone and what the reviewers would say, while it is written. */
export async function previewReview(c: Context<AppEnv>): Promise<Response> {
  const { language } = await readerOf(c, "manager");
  return c.html(phoneView(reviewTexts[language], shownOf(await readForm(c))));
}

/** What the vendor approved and tells nobody (`channel`, `id`). */
export async function noteApproved(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const t = reviewTexts[reader.language];
  const template = await templateOf(c, reader);
  const typed = await readForm(c);
  const { member } = reader;
  try {
    await callRpc(member.client, "note_template_approved", {
      workspace: member.workspace,
      key: template.key,
      channel: typed.get("channel") ?? "",
      expected_version: Number(typed.get("version")),
      vendor_id: typed.get("id") ?? "",
    });
  } catch (error) {
    const isBad = error instanceof Problem && error.code === "bad_setting";
    if (!isBad && (!(error instanceof Problem) || error.code !== "conflict")) throw error;
    const problem = isBad ? t.byHand.badId : (wordFor(t.notNow, error.field) ?? reader.t.conflict);
    const shelf = await readShelf(member);
    return c.html(
      reviewPage({ reader, template, shelf, typed: typedOf(template), problem }),
      isBad ? 422 : 409,
    );
  }
  return leaveWithNotice(c, "noted", `${reviewPath}?key=${template.key}`);
}

/** Takes a text off the vendor's shelf (`state`). */
export async function removeReview(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  const state = Number((await readForm(c)).get("state"));
  await callRpc(member.client, "withdraw_template", { state });
  nudge(c, "tell_templates");
  return leaveWithNotice(c, "withdrawn", `${reviewPath}?key=${encodeURIComponent(c.req.query("key") ?? "")}`);
}

/** Has the vendors' lists read now. */
export async function refreshReviews(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  await callRpc(member.client, "list_templates_now", { workspace: member.workspace });
  nudge(c, "list_templates");
  return leaveWithNotice(c, "refreshed", `${reviewPath}?key=${encodeURIComponent(c.req.query("key") ?? "")}`);
}

async function templateOf(c: Context, { member }: Reader): Promise<WrittenTemplate> {
  const template = await readWritten(member, c.req.query("key") ?? "");
  if (!template) throw new Problem("not_found", "There is no text with this key.");
  return template;
}
