import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import { billView } from "./bill-view.ts";
import { connectView } from "./connect-view.ts";
import { callFilters } from "./filters.ts";
import { listFrame } from "./list-frame.ts";
import { overrideView } from "./override-view.ts";
import { personView } from "./person-view.ts";
import { callLink } from "./row-link.ts";
import type { CallView } from "./snapshot.ts";
import { reasonText, statusView } from "./status-view.ts";
import type { View } from "./view.ts";

/** Calls, newest first: who, what became of the follow-up and why, and whether the bill came. */
export function callsView(view: View): Html {
  const { t, snapshot, filters } = view;
  return listFrame(view, {
    kind: "calls",
    choices: callFilters.map((filter) => ({
      word: t.calls.filters[filter],
      over: { calls: filter, callsBefore: null },
      chosen: filters.calls === filter,
    })),
    rows: snapshot.calls.map((call) => callRow(view, call)),
    empty: html`<div class="empty"><p><strong>${t.calls.none}</strong></p>
    ${connectView(view, "calls")}</div>`,
    whole: filters.calls === "all" && filters.callsBefore === null && filters.search === null,
  });
}

function callRow(view: View, call: CallView): Html {
  const { t, format } = view;
  const { message } = call;
  return html`<li class="row" id="call-${call.id}" data-id="${call.id}">
    <div class="head">${callerView(view, call)} ${format.time(call.endedAt)}</div>
    <p class="quiet">${callFacts(view, call)}</p>
    <div class="line">${
      message ? statusView(view, message.status) : html`<span class="chip faint">${t.calls.noMessage}</span>`
    } ${billView(view, call)} ${overrideView(view, call)}</div>
    ${whyView(view, call)}</li>`;
}

function callerView(view: View, call: CallView): Html {
  if (call.phone || call.silence === "erased") return personView(view, call);
  const { t } = view;
  const raw = call.phoneRaw ?? t.calls.anonymous;
  return html`<span class="person">${call.contactName && html`<strong>${call.contactName}</strong> `}<span
    class="phone">${raw}</span></span>`;
}

function callFacts({ t, format }: View, call: CallView): Html {
  const direction =
    call.direction === "incoming"
      ? t.calls.incoming
      : call.direction === "outgoing"
        ? t.calls.outgoing
        : null;
  const facts = [
    call.company,
    call.agentName && `${t.calls.with} ${call.agentName}`,
    direction,
    call.talkingSeconds ? format.duration(call.talkingSeconds) : null,
  ].filter(Boolean);
  const tags = Array.isArray(call.tags) ? call.tags.map(String) : [];
  const wasFound = Date.parse(call.createdAt) - Date.parse(call.endedAt) > 60_000;
  return html`${facts.join(" · ")} ${tags.map((tag) => html` <span class="tag">${tag}</span>`)} ${
    wasFound && html` · ${t.calls.foundAt} ${format.time(call.createdAt)}`
  } ${call.isWeaklyIdentified && html` <abbr title="${t.calls.weakHelp}">${t.calls.weak}</abbr>`}`;
}

/** Why it was or was not messaged, who was asked instead, and why a message did not arrive. */
function whyView(view: View, call: CallView): Html {
  const { t, format } = view;
  const why = wordFor(t.callCodes, call.shouldSendCode) ?? call.shouldSendReason;
  const reason = call.message && reasonText(view, call.message);
  const covering =
    call.coveredBy &&
    html` <a href="${callLink(view, call.coveredBy, call.phone)}">${t.calls.coveredBy} ${call.coveredAt && format.time(call.coveredAt)}</a>`;
  return html`<p class="why">${why}${covering}${reason && reason !== why && html` <strong>${reason}</strong>`}
    <a href="/monitor/calls/${call.id}">${t.calls.details}<span class="unseen">: ${call.contactName ?? call.phone ?? call.phoneRaw ?? t.calls.anonymous}</span></a></p>`;
}
