import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { messageText } from "../../../settings/template-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readForm } from "../read-form.ts";
import { readerOf } from "../reader-of.ts";
import { answersPage, answersPath } from "./answers-page.ts";
import { readAnswers } from "./read-answers.ts";
import { answersTexts } from "./texts.ts";

export async function showAnswers(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const notice = wordFor(answersTexts[reader.language].notices, takeNotice(c));
  return c.html(answersPage({ reader, answers: await readAnswers(reader.member), notice }));
}

/** Saves what was typed over the answer that it was (`before`), or removes that one. */
export async function saveAnswer(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const words = answersTexts[reader.language];
  const { client, workspace } = reader.member;
  const form = await readForm(c);
  const before = form.get("before") ?? "";
  const isGoing = form.get("do") === "remove";
  const [shortcut, title, body] = ["shortcut", "title", "body"].map((name) => form.get(name)?.trim() ?? "");
  const errors = new Map<string, string>();
  if (!isGoing) {
    if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(shortcut!)) errors.set("shortcut", words.badShortcut);
    if (title === "" || title!.length > 60) errors.set("title", words.badName);
    if (!messageText.safeParse(body).success) errors.set("body", words.badBody);
  }
  const again = async (status: 409 | 422) =>
    c.html(
      answersPage({
        reader,
        answers: await readAnswers(reader.member),
        typed: { form, errors, before },
      }),
      status,
    );
  if (errors.size > 0) return again(422);
  try {
    await callRpc(client, "save_ready_answer", {
      workspace,
      before: before || null,
      shortcut: isGoing ? null : shortcut!,
      title: title!,
      body: body!,
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    errors.set("shortcut", words.taken);
    return again(409);
  }
  return leaveWithNotice(c, isGoing ? "removed" : "saved", answersPath);
}
