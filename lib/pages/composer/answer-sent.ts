import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { html } from "hono/html";
import type { Sent } from "../../outbox/write-message.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { type Done, keepDone } from "../work/kept-done.ts";
import { toastPartial } from "../work/toast-partial.ts";
import { personPath } from "./composer-parts.ts";
import { composerView } from "./composer-view.ts";
import { readPersonThread } from "./read-person-thread.ts";

/** An empty box with a key of its own, and the way to take back what waits. */
export async function answerSent(c: Context<AppEnv>, client: SupabaseClient, sent: Sent): Promise<Response> {
  const done: Done = { what: "sent", contact: sent.contact, message: sent.message, at: sent.expectedAt };
  const waits = sent.status === "queued";
  if (!c.req.header("hx-request")) {
    if (waits) keepDone(c, done);
    return c.redirect(`${personPath(sent.contact)}#composer`, 303);
  }
  const services = c.get("services");
  const [{ now, workspace, thread }, members] = await Promise.all([
    readPersonThread(client, sent.contact),
    readColleagues(client),
  ]);
  const language = chooseLanguage(c);
  const shell = { now, workspace };
  return c.html(
    html`${composerView({ language, shell, thread, members, services })}${waits && toastPartial(language, shell, done)}`,
  );
}
