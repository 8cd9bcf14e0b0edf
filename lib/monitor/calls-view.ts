import { html } from "hono/html";
import type { Html } from "./format.ts";
import { personView } from "./person-view.ts";
import type { CallView } from "./snapshot.ts";
import { reasonText, statusView } from "./status-view.ts";
import { wordFor } from "./texts.ts";
import type { View } from "./view.ts";

/** Calls, newest first: who, what became of the follow-up and why, and whether the bill came. */
export function callsView(view: View): Html {
  const { t, snapshot, origin } = view;
  return html`<section id="calls" class="calls" aria-labelledby="calls-title">
  <h2 id="calls-title">${t.calls.title}</h2>
  ${
    snapshot.calls.length === 0 &&
    html`<div class="empty"><p><strong>${t.calls.none}</strong></p>
    <p>${t.calls.noneHelp}</p><code>${origin}/webhook/cloudtalk</code></div>`
  }
  <ul class="rows">${snapshot.calls.map((call) => callRow(view, call))}</ul>
</section>`;
}

function callRow(view: View, call: CallView): Html {
  const { t, format } = view;
  return html`<li class="row" id="call-${call.id}">
    <div class="head">${callerView(view, call)} ${format.time(call.createdAt)}</div>
    <p class="quiet">${callFacts(view, call)}</p>
    <p class="line">${call.message && statusView(view, call.message.status)}
      ${!call.message && html`<span class="chip faint">${t.calls.noMessage}</span>`} ${billView(view, call)}</p>
    ${whyView(view, call)}</li>`;
}

function callerView(view: View, call: CallView): Html {
  if (call.phone) return personView(view, call);
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
  return html`${facts.join(" · ")} ${tags.map((tag) => html` <span class="tag">${tag}</span>`)} ${
    call.isWeaklyIdentified && html` <abbr title="${t.calls.weakHelp}">${t.calls.weak}</abbr>`
  }`;
}

/** A message that asks nobody any more. */
const ended = new Set(["failed", "skipped", "expired", "cancelled"]);

function billView({ t, format }: View, call: CallView): Html | null {
  if (call.billReceived) {
    const word = wordFor(t.calls.bill, call.billEvidence) ?? call.billEvidence;
    const at = call.billReceivedAt && html`<span class="quiet">${format.time(call.billReceivedAt)}</span>`;
    const evidence = html`<span class="chip bill">${word}</span>`;
    const linked = call.billMessageId
      ? html`<a href="#message-${call.billMessageId}">${evidence}</a>`
      : evidence;
    return html`${linked} ${at}`;
  }
  const asked = call.coveredBy !== null || (call.message !== null && !ended.has(call.message.status));
  return asked ? html`<span class="chip plain">${t.calls.billWaiting}</span>` : null;
}

/** Why it was or was not messaged; for a message that did not arrive, also why. */
function whyView(view: View, call: CallView): Html {
  const { t } = view;
  const why = wordFor(t.callCodes, call.shouldSendCode) ?? call.shouldSendReason;
  const reason = call.message && reasonText(view, call.message);
  return html`<p class="why">${why}${call.coveredBy && html` <a href="#call-${call.coveredBy}">${t.calls.coveredBy}</a>`}${
    reason && reason !== why && html` ${reason}`
  }</p>`;
}
