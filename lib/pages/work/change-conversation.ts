import type { Context } from "hono";
import { html } from "hono/html";
import { Problem } from "../../base/problem.ts";
import { hasRole } from "../../model/staff.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { personPath } from "../composer/composer-parts.ts";
import { composerView } from "../composer/composer-view.ts";
import { contactOf } from "../composer/contact-of.ts";
import { memberName } from "../composer/member-name.ts";
import { readPersonThread } from "../composer/read-person-thread.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { readShell } from "../shell/shell.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { ownPage } from "../sign-in/next-page.ts";
import { actionsView } from "./actions-view.ts";
import { type Done, keepDone } from "./kept-done.ts";
import { toastPartial } from "./toast-partial.ts";
import { type Act, workActs } from "./work-acts.ts";

/** `POST /monitor/c/{contact}/{verb}`: answers the actions as they are now and a toast that undoes it; without script, the page. */
export async function changeConversation(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const form = new URLSearchParams(await c.req.text());
  const contact = contactOf(c);
  const verb = c.req.param("verb") ?? "";
  const act: Act = { client, contact, field: (name) => (form.get(name) ?? "").trim() };
  const said = await (workActs[verb]?.(act) ?? nothing()).catch(refusedAs);
  const isInPlace = c.req.header("hx-request") !== undefined;
  const [members, shell] = await Promise.all([readColleagues(client), readShell(client)]);
  if (!shell) throw new Problem("forbidden", "This account is not a member of any workspace.");
  // Who may block need not be allowed to take it back.
  const cannotUndo = said.what === "blocked" && !hasRole(shell.me.role, "manager");
  const done: Done = {
    ...said,
    contact,
    ...(said.what === "owner" && { name: memberName(members, said.name) }),
    ...(cannotUndo && { before: undefined }),
  };
  if (!isInPlace) {
    keepDone(c, done);
    return c.redirect(ownPage(form.get("next") ?? c.req.query("next")) ?? pageAfter(verb, contact), 303);
  }
  const services = c.get("services");
  const language = chooseLanguage(c);
  const { thread } = await readPersonThread(client, contact);
  const parts = { language, shell, thread, members };
  const isAboutWriting = verb === "block" || verb === "unblock";
  return c.html(
    html`${actionsView(parts)}${toastPartial(language, shell, done)}${
      isAboutWriting &&
      html`<hx-partial hx-target="#composer" hx-swap="outerHTML">${composerView({ ...parts, services })}</hx-partial>`
    }`,
  );
}

/** What was just marked unread is not opened again. */
function pageAfter(verb: string, contact: number): string {
  return verb === "unread" ? "/monitor" : personPath(contact);
}

function nothing(): Promise<never> {
  return Promise.reject(new Problem("not_found", "There is nothing at this address."));
}

const refusals: Record<string, string> = { callBackAt: "bad_time", tags: "bad_tags", owner: "left" };

/** What a person can mend is said where it was pressed. */
function refusedAs(error: unknown): { what: string } & Partial<Done> {
  const what = error instanceof Problem && error.code === "bad_setting" && refusals[error.field ?? ""];
  if (!what) throw error;
  return { what };
}
