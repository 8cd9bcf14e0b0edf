import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { readColleagues } from "../shell/staff-name.ts";
import type { Draft } from "./composer-parts.ts";
import { composerView } from "./composer-view.ts";
import { contactOf } from "./contact-of.ts";
import { readPersonThread } from "./read-person-thread.ts";
import { writePage } from "./write-page.ts";

/** What was typed comes back, with why it did not leave: in its box, or on a page of its own. */
export async function answerUnsent(
  c: Context<AppEnv>,
  client: SupabaseClient,
  draft: Draft,
): Promise<Response> {
  const services = c.get("services");
  const [{ now, workspace, thread }, members] = await Promise.all([
    readPersonThread(client, contactOf(c)),
    readColleagues(client),
  ]);
  const parts = {
    language: chooseLanguage(c),
    shell: { now, workspace },
    thread,
    members,
    services,
    draft,
  };
  if (c.req.header("hx-request")) return c.html(composerView(parts));
  return writePage(c, client, parts, draft.problem === "newer" ? 409 : 422);
}
