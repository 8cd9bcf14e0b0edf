import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { type NotSent, writeMessage } from "../../outbox/write-message.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { answerSent } from "./answer-sent.ts";
import { answerUnsent } from "./answer-unsent.ts";
import type { Draft } from "./composer-parts.ts";
import { contactOf } from "./contact-of.ts";
import { readQuoted } from "./quoting-view.ts";

/** `POST /monitor/c/{contact}/messages`: what was typed goes to the queue, or comes back with why it does not. */
export async function postMessage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const form = new URLSearchParams(await c.req.text());
  const field = (name: string) => form.get(name)?.trim() ?? "";
  const [text, template, reason] = [form.get("text") ?? "", field("template"), field("reason")];
  const contact = contactOf(c);
  const quoted = readQuoted(field("quoted"));
  if (text.trim() === "" && template === "")
    return answerUnsent(c, client, { text, reason, quoted, problem: "empty" });
  try {
    const answer = await writeMessage(c.get("services"), client, {
      contact,
      text,
      key: field("key"),
      seen: /^\d{1,18}$/.test(field("seen")) ? Number(field("seen")) : null,
      despite: field("despite") === "1",
      template,
      reason,
      quoted,
    });
    return answer.sent
      ? answerSent(c, client, answer)
      : answerUnsent(c, client, { text, reason, quoted, ...draftProblem(answer) });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "bad_setting") throw error;
    const problem = error.field === "text" ? "long" : "failed";
    return answerUnsent(c, client, { text, reason, quoted, problem });
  }
}

/** The other refusals are told in place of the box. */
function draftProblem({ code, newest }: NotSent): Pick<Draft, "problem" | "newest"> {
  if (code === "newer") return { problem: "newer", newest: newest ?? null };
  return { problem: code === "no_reason" ? "no_reason" : null };
}
