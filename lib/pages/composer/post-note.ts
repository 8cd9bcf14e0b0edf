import type { Context } from "hono";
import { html } from "hono/html";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { type Done, keepDone } from "../work/kept-done.ts";
import { toastPartial } from "../work/toast-partial.ts";
import { answerUnsent } from "./answer-unsent.ts";
import { personPath } from "./composer-parts.ts";
import { composerView } from "./composer-view.ts";
import { contactOf } from "./contact-of.ts";
import { mentionsIn } from "./mentions-in.ts";
import { readPersonThread } from "./read-person-thread.ts";

/** `POST /monitor/c/{contact}/notes`: for colleagues only; `@name` calls one. */
export async function postNote(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const text = new URLSearchParams(await c.req.text()).get("text") ?? "";
  const contact = contactOf(c);
  const draft = { text, note: true };
  if (text.trim() === "") return answerUnsent(c, client, { ...draft, problem: "empty" });
  if (text.trim().length > 4000) return answerUnsent(c, client, { ...draft, problem: "long" });
  const members = await readColleagues(client);
  const note = await callRpc(client, "add_note", {
    contact,
    body: text,
    mentions: mentionsIn(text, members),
  });
  const done: Done = { what: "noted", contact, note };
  if (!c.req.header("hx-request")) {
    keepDone(c, done);
    return c.redirect(`${personPath(contact)}#composer`, 303);
  }
  const services = c.get("services");
  const { now, workspace, thread } = await readPersonThread(client, contact);
  const [language, shell] = [chooseLanguage(c), { now, workspace }];
  return c.html(
    html`${composerView({ language, shell, thread, members, services })}${toastPartial(language, shell, done)}`,
  );
}

/** `POST /monitor/c/{contact}/notes/{note}/remove`: who wrote it takes it back. */
export async function removeNote(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  await callRpc(client, "remove_note", { note: Number(c.req.param("note")) });
  const contact = contactOf(c);
  keepDone(c, { what: "undone", contact });
  return c.redirect(`${personPath(contact)}#composer`, 303);
}
