import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { writeMessage } from "../../outbox/write-message.ts";
import { readTemplates } from "../../settings/read-templates.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { personPath } from "../composer/composer-parts.ts";
import { composerTexts } from "../composer/texts.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import { keepDone } from "../work/kept-done.ts";
import { findPeople, sameName } from "./find-people.ts";
import { foundView } from "./found-view.ts";
import { type NewMessage, newMessagePage } from "./new-message-page.ts";
import { newMessageTexts } from "./texts.ts";

/** `GET /monitor/new?to=`: whom, why, what. */
export async function showNewMessage(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, "/monitor/new");
  if (opened instanceof Response) return opened;
  const given = (name: string) => (c.req.query(name) ?? "").trim().slice(0, 4096);
  return answer(c, opened, { ...typedBy(given), key: crypto.randomUUID() });
}

/** `GET /monitor/new/found?to=`: what is found, while one types. */
export async function showFound(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const to = (c.req.query("to") ?? "").trim().slice(0, 80);
  return c.html(foundView(chooseLanguage(c), to, to === "" ? null : await findPeople(client, to)));
}

/** `POST /monitor/new`: opens the person, known or new, and writes to them. */
export async function postNewMessage(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, "/monitor/new");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const form = new URLSearchParams(await c.req.text());
  const given = (name: string) => (form.get(name) ?? "").trim();
  const typed: NewMessage = { ...typedBy(given), key: given("key").slice(0, 100) || crypto.randomUUID() };
  const t = newMessageTexts[language];
  const { people, phone } = await findPeople(client, typed.to);
  if (!phone) return answer(c, opened, typed, { problem: t.problems.number });
  if (typed.text === "" && typed.template === "")
    return answer(c, opened, typed, { problem: t.problems.empty });
  const known = people.find((one) => one.phone === phone);
  if (!known && !typed.reason)
    return answer(c, opened, typed, { problem: composerTexts[language].refused.no_reason });
  const same = !known && given("sure") !== "1" && (await sameName(client, typed.name, phone));
  if (same) return answer(c, opened, typed, { same });
  try {
    const workspace = shell.workspace.id;
    const contact = await callRpc(client, "open_person", { workspace, phone, name: typed.name || null });
    const sent = await writeMessage(c.get("services"), client, { ...typed, contact });
    if (!sent.sent) return answer(c, opened, typed, { problem: composerTexts[language].refused[sent.code] });
    if (sent.status === "queued")
      keepDone(c, { what: "sent", contact, message: sent.message, at: sent.expectedAt });
    return c.redirect(`${personPath(sent.contact)}#composer`, 303);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "bad_setting") throw error;
    return answer(c, opened, typed, { problem: t.problems.long });
  }
}

async function answer(
  c: Context<AppEnv>,
  opened: OpenedPage,
  typed: NewMessage,
  said: Pick<Parameters<typeof newMessagePage>[0], "problem" | "same"> = {},
): Promise<Response> {
  const { client, shell } = opened;
  const [found, templates] = await Promise.all([
    typed.to === "" ? null : findPeople(client, typed.to),
    readTemplates({ client, workspace: shell.workspace.id }),
  ]);
  const isRefused = said.problem || said.same;
  return c.html(newMessagePage({ opened, typed, found, templates, ...said }), isRefused ? 422 : 200);
}

function typedBy(given: (name: string) => string): Omit<NewMessage, "key"> {
  return {
    to: given("to").slice(0, 80),
    name: given("name").slice(0, 200),
    reason: given("reason"),
    text: given("text"),
    template: given("template"),
  };
}
