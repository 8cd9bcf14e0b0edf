import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { hasRole } from "../../model/staff.ts";
import { decisionWords } from "../decision/decision-words.ts";
import { liftedView } from "../decision/lifted-view.ts";
import { stepsView } from "../decision/steps-view.ts";
import { decisionTexts } from "../decision/texts.ts";
import { ended } from "../home/override-view.ts";
import { reasonText } from "../home/status-view.ts";
import { reasonLine } from "../reasons/reason-line.ts";
import { reasonTexts } from "../reasons/texts.ts";
import type { Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import { staffName } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import type { CallPageView } from "./call-page-view.ts";
import type { CallDecision, CallMessage } from "./read-call-page.ts";

/** What was decided and why, in words, the ways to overrule it, and every decision before. */
export async function decisionSection(view: CallPageView): Promise<Html> {
  const { call, decisions, words, language } = view;
  const t = words.decision;
  const [newest] = decisions;
  const said = newest ?? { code: call.code, ruleName: null, reason: call.reason };
  const steps = newest && stepsView(language, newest);
  const d = decisionTexts[language];
  return html`<section class="sheet" id="decision" aria-labelledby="decision-title"><h2 id="decision-title">${t.title}</h2>
<p class="verdict"><span class="chip ${call.shouldSend ? "good" : "warn"}">${call.shouldSend ? d.send : d.dontSend}</span>
${call.code === "not_ended" ? t.notEnded : decisionWords(language, said)}
${call.coveredBy && html`<a href="/monitor/calls/${call.coveredBy}">${t.coveredBy(call.coveredBy)}</a>`}</p>
${newest && html`<p class="quiet">${takenBy(view, newest)}</p>`}
${reasonToWrite(view)}
${heldBack(view)}
${unknownNumber(view)}
${await overrule(view)}
<p><a href="/monitor/settings/rules/try?call=${call.id}">${t.try}</a></p>
${steps && html`<h3>${d.steps}</h3>${steps}`}
${
  decisions.length > 1 &&
  html`<h3>${t.history}</h3><ol class="decisions">${decisions.map(
    (
      decision,
    ) => html`<li><span class="chip ${decision.send ? "good" : "warn"}">${decision.send ? d.send : d.dontSend}</span>
  ${decisionWords(language, decision)} <span class="quiet">${takenBy(view, decision)}</span></li>`,
  )}</ol>`
}</section>`;
}

function takenBy(view: CallPageView, decision: CallDecision): Html {
  const { words, language, format, reader, colleagues } = view;
  const t = words.decision;
  const { userId, settingsVersion, decidedAt } = decision;
  const by =
    userId === null ? t.byRules : t.by(staffName(language, reader.member.userId, userId, colleagues));
  return html`${format.time(decidedAt)}, ${by}${userId === null && settingsVersion !== null && ` (${t.version(settingsVersion)})`}`;
}

/** Why we may write; where that is what is missing, the way to say it. */
function reasonToWrite({ call, ask, language, format }: CallPageView): Html | null {
  const t = reasonTexts[language];
  if (call.code === "no_reason" && call.contactId !== null) {
    return html`<p><a href="/monitor/contacts/${call.contactId}#reasons">${t.toPerson}</a></p>`;
  }
  if (!ask?.reason || !call.shouldSend) return null;
  return html`<p class="quiet">${t.why} ${reasonLine(language, format, ask.reason)}</p>`;
}

/** What kept back a message that was to be sent. */
function heldBack({ call, messages, words, language }: CallPageView): Html | null {
  const message = followUpOf(messages);
  if (!call.shouldSend || !message || !ended.has(message.status)) return null;
  const t = texts[language];
  const why = [wordFor(t.statuses, message.status), reasonText({ t }, message)].filter(Boolean).join(". ");
  return html`<p class="note">${words.decision.butThen} ${why}</p>`;
}

/** A withheld number, or one under a name that we do not know: who can say so is shown where. */
function unknownNumber({ call, words, reader }: CallPageView): Html | null {
  const t = words.decision;
  if (call.code !== "withheld" || call.phoneRaw !== null || !hasRole(reader.member.role, "manager"))
    return null;
  return html`<p class="quiet">${t.noNumber} <a href="/monitor/settings/fields">${t.toFields}</a></p>`;
}

/** "Send anyway" or "don't send", as far as one of them would do anything. */
async function overrule({ call, messages, silence, language, reader }: CallPageView): Promise<Html | null> {
  const message = followUpOf(messages);
  const isHeld = message === undefined || ended.has(message.status);
  const maySend =
    isHeld &&
    call.phone !== null &&
    (call.phoneProblem === null || call.phoneProblem === "fixed_line") &&
    call.coveredBy === null &&
    // Nobody's word but the person's, or a reason that is written down, lifts it.
    call.code !== "no_reason" &&
    !call.billReceived &&
    silence === null;
  const decision = message?.status === "queued" ? "dont_send" : maySend ? "send" : null;
  if (decision === null) return null;
  const { client, role } = reader.member;
  const { lifts } =
    decision === "send"
      ? await (callRpc(client, "call_lifts", { call: call.id }) as Promise<{ lifts: string[] }>)
      : { lifts: [] };
  return guardView({
    id: `decide-${decision}`,
    ...texts[language].override[decision],
    action: `/monitor/calls/${call.id}/override?from=call`,
    decision,
    fields: decision === "send" ? liftedView(language, lifts, role) : null,
  });
}

function followUpOf(messages: CallMessage[]): CallMessage | undefined {
  return messages.find(({ purpose }) => purpose === "follow_up");
}
