import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { placeholdersIn } from "../../../model/template-parameters.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithNotice } from "../../shell/notice.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { reviewPath } from "../templates/templates-path.ts";
import { adoptedBody, adoptPage } from "./adopt-page.ts";
import { type ReviewedText, readShelf } from "./read-shelf.ts";
import { reviewTexts } from "./texts.ts";

/** A text that only the vendor has (`?state=`), to be taken over. */
export async function showAdoption(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const one = await listedOf(c, reader);
  return c.html(
    adoptPage({ reader, one, typed: new URLSearchParams({ key: (one.name ?? "").slice(0, 40) }) }),
  );
}

export async function saveAdoption(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const { member, t: settings, language } = reader;
  const t = reviewTexts[language];
  const one = await listedOf(c, reader);
  const typed = await readForm(c);
  const errors = new Map<string, string>();
  const key = typed.get("key")?.trim() ?? "";
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(key)) errors.set("key", settings.templates.badKey);
  for (const [at] of placeholdersIn(one.shown?.body ?? "").entries()) {
    if (!typed.get(`fallback-${at + 1}`)?.trim()) errors.set(`fallback-${at + 1}`, t.faults.no_fallback!);
  }
  if (errors.size > 0) return c.html(adoptPage({ reader, one, typed, errors }), 422);
  const body = adoptedBody(one.shown?.body ?? "", typed);
  try {
    const title = typed.get("title")?.trim() ?? "";
    await callRpc(member.client, "adopt_template", { state: one.id, key, title, body });
  } catch (error) {
    if (!(error instanceof Problem) || !["conflict", "bad_setting"].includes(error.code)) throw error;
    const problem = wordFor(t.notNow, error.field) ?? settings.templates.previewWrong;
    return c.html(adoptPage({ reader, one, typed, problem }), 409);
  }
  return leaveWithNotice(c, "adopted", `${reviewPath}?key=${key}`);
}

async function listedOf(c: Context, { member }: Reader): Promise<ReviewedText> {
  const { states } = await readShelf(member);
  const one = states.find(({ id, key }) => key === null && String(id) === c.req.query("state"));
  if (!one) throw new Problem("not_found", "There is no such text.");
  return one;
}
