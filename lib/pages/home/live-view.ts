import { html } from "hono/html";
import { attentionView } from "../attention/attention-view.ts";
import type { Html } from "../shell/format.ts";
import { shownNeeds } from "../shell/shown-count.ts";
import { alertsView } from "./alerts-view.ts";
import { callsView } from "./calls-view.ts";
import { channelsView } from "./channels-view.ts";
import { messagesView } from "./messages-view.ts";
import { needsCount } from "./needs-count.ts";
import { needsView } from "./needs-view.ts";
import { sourcesView } from "./sources-view.ts";
import { totalsView } from "./totals-view.ts";
import type { View } from "./view.ts";

/** The part of the page that is refreshed. Same snapshot, same bytes: its hash says whether anything changed. */
export function liveView(view: View): Html {
  return html`${alertsView(view)}
${totalsView(view)}
<div class="board">
${attentionView(view)}
${needsView(view)}
${channelsView(view)}
${callsView(view)}
${messagesView(view)}
${sourcesView(view)}
</div>`;
}

export function pageTitle(view: View): string {
  const isNeeded = needsCount(view.snapshot) > 0;
  return `${isNeeded ? `(${shownNeeds(view.t, view.snapshot)}) ` : ""}${view.t.product} · ${view.snapshot.workspace.name}`;
}
