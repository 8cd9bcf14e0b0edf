import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Problem } from "../../base/problem.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { documentView } from "../shell/document.ts";
import { readablePhone } from "../shell/format.ts";
import { readShell } from "../shell/shell.ts";
import { texts } from "../shell/texts.ts";
import { actionsView } from "../work/actions-view.ts";
import { takeWorkToast } from "../work/kept-done.ts";
import { type ComposerParts, personPath } from "./composer-parts.ts";
import { composerScript, composerStyle, composerView } from "./composer-view.ts";
import type { PersonThread } from "./read-person-thread.ts";
import { composerTexts } from "./texts.ts";

/** The box and the actions alone, for browsers without scripts: a ready text, or what could not be sent. */
export async function writePage(
  c: Context<AppEnv>,
  client: SupabaseClient,
  parts: ComposerParts & Pick<PersonThread, "thread">,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const { language, thread, members } = parts;
  const t = composerTexts[language];
  const { name, phone, id } = thread.person;
  const title = name ?? (phone ? readablePhone(phone) : t.label);
  const shell = await readShell(client);
  if (!shell) throw new Problem("forbidden", "This account is not a member of any workspace.");
  return c.html(
    documentView({
      language,
      title: `${title} · ${texts[language].product}`,
      section: "chat",
      shell,
      layout: "page",
      main: html`<p class="back"><a href="${personPath(id)}">← ${t.back}</a></p>
<h1 class="page-title">${title}</h1>${actionsView({ language, shell, thread, members })}${composerView(parts)}`,
      style: composerStyle,
      scripts: [composerScript],
      live: true,
      toast: takeWorkToast(c, language, shell),
      otherLanguage: (code) => `${personPath(id)}/write?lang=${code}`,
    }),
    status,
  );
}
