import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { CallView } from "../home/snapshot.ts";
import { statusView } from "../home/status-view.ts";
import type { Html } from "../shell/format.ts";
import type { ContactView } from "./contact-view.ts";

/** The newest calls: what became of the follow-up, why, and whether the bill came. */
export function callsSection(view: ContactView): Html {
  const { t, data } = view;
  return html`<section id="calls" aria-labelledby="calls-title"><h2 id="calls-title">${t.callsTitle}</h2>
  ${data.calls.length === 0 && html`<p class="empty">${t.noCalls}</p>`}
  <ul class="rows">${data.calls.map((call) => callRow(view, call))}</ul></section>`;
}

function callRow({ t, common, format }: ContactView, call: CallView): Html {
  const why = wordFor(common.callCodes, call.shouldSendCode) ?? call.shouldSendReason;
  const direction =
    call.direction === "incoming"
      ? common.calls.incoming
      : call.direction === "outgoing" && common.calls.outgoing;
  const facts = [
    call.agentName && `${common.calls.with} ${call.agentName}`,
    direction,
    call.talkingSeconds ? format.duration(call.talkingSeconds) : null,
  ].filter(Boolean);
  return html`<li class="row" id="call-${call.id}"><div class="head"><span class="person">${facts.join(" · ")}</span> ${format.time(call.endedAt)}</div>
  <div class="line">${
    call.message
      ? statusView({ t: common }, call.message.status)
      : html`<span class="chip faint">${common.calls.noMessage}</span>`
  } ${
    call.billReceived &&
    html`<span class="chip bill">${wordFor(common.calls.bill, call.billEvidence) ?? call.billEvidence}</span>`
  } <a class="open" href="/monitor/calls/${call.id}">${t.openCall}</a></div>
  <p class="why">${why}</p></li>`;
}
