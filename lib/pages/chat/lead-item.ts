import { html } from "hono/html";
import { sourceTexts } from "../leads/source-texts.ts";
import { sourceWords } from "../leads/source-words.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { ChatView } from "./chat-view.ts";
import type { ThreadLead } from "./inbox.ts";

/** A form that the person filled in, as an event of the thread: where, and unfolded what they answered and ticked. */
export function leadItem({ language, moments }: ChatView, lead: ThreadLead): Html {
  const t = sourceTexts[language];
  const { id, at, source, form, campaign, answers, ticked } = lead;
  const words = [t.filledIn, sourceWords(language, source), form, campaign].filter(Boolean);
  return html`<li class="event" id="lead-${id}"><details id="of-lead-${id}"><summary>${icon("tag", 16)} ${moments.time(at, moments.clock(at))} · ${words.join(" · ")}</summary>
<dl class="facts">${answers.map(({ label, words }) => html`<div><dt>${label}</dt><dd>${words}</dd></div>`)}</dl>
${ticked.length > 0 && html`<ul>${ticked.map((words) => html`<li>${t.ticked}: ${words}</li>`)}</ul>`}
<p><a href="/monitor/leads/${id}">${t.lead} #${id}</a></p></details></li>`;
}
