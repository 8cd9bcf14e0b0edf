import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { decisionWords } from "../decision/decision-words.ts";
import { lastWords } from "../shell/day-words.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { type Colleague, colleagueName } from "../shell/staff-name.ts";
import { conflictsView } from "./conflicts-view.ts";
import { leadChip, leadName, timeWords } from "./lead-words.ts";
import { originView } from "./origin-view.ts";
import type { LeadView } from "./read-leads.ts";
import { sourceWords } from "./source-words.ts";
import { leadsTexts } from "./texts.ts";

export interface LeadPage {
  language: Language;
  timeZone: string;
  lead: LeadView;
  colleagues: Colleague[];
  /** Who looks. */
  me: string;
}

export function leadPage(page: LeadPage): Html {
  const { language, lead } = page;
  const t = leadsTexts[language];
  const { id, contact, phone, email, company } = lead;
  return html`<div class="lead"><p class="back"><a href="/monitor/leads">← ${t.title}</a></p>
<h1 class="page-title">${leadName(language, lead)} ${leadChip(language, lead)}</h1>
<p class="quiet">${[company, phone && readablePhone(phone), email].filter(Boolean).join(" · ")}</p>
<p class="tools">${
    contact !== null &&
    html`<a class="button main" href="/monitor/c/${contact}">${t.openChat}</a> <a class="button" href="/monitor/contacts/${contact}">${t.openPerson}</a>`
  }</p>
${troubleView(page)}
${stepsView(page)}
${decisionView(page)}
${conflictsView(page)}
${answersView(page)}
${originView(page)}
${ownerView(page)}
<section class="sheet"><h2>${t.lead.end}</h2><form method="post" class="actions">${
    lead.outcome
      ? html`<button formaction="/monitor/leads/${id}/reopen">${t.reopen}</button>`
      : html`<button formaction="/monitor/leads/${id}/won">${t.won}</button> <button formaction="/monitor/leads/${id}/lost">${t.lost}</button>`
  }</form></section></div>`;
}

/** Why it is nobody yet, and what to do. */
function troubleView({ language, lead }: LeadPage): Html | false {
  const t = leadsTexts[language].lead;
  if (lead.isTest) return html`<p class="note">${t.test}</p>`;
  if (lead.status === "waiting") return html`<p class="note">${t.waiting}</p>`;
  return (
    lead.status === "error" &&
    html`<p class="note"><strong>${t.error}</strong> ${decisionWords(language, {
      code: lead.code ?? "",
      ruleName: null,
      reason: lead.reason ?? "",
    })} ${t.errorDo} ${lead.formRow && html`<a href="/monitor/settings/forms#form-${lead.formRow}">${t.errorForm}</a>`}</p>`
  );
}

/** From the form to the bill, one step under the other. */
function stepsView({ language, timeZone, lead, colleagues }: LeadPage): Html {
  const t = leadsTexts[language].lead;
  const steps: [string, string | null][] = [
    [t.steps.at, lead.at],
    [t.steps.sent, lead.firstSentAt],
    [t.steps.answered, lead.answeredAt],
    [t.steps.bill, lead.billAt],
  ];
  if (lead.outcome && lead.outcomeAt) {
    const who = lead.outcomeBy ? colleagueName(language, lead.outcomeBy, colleagues) : "";
    steps.push([t.steps.ended(leadsTexts[language].states[lead.outcome], who), lead.outcomeAt]);
  }
  return html`<section class="sheet"><h2>${t.how}</h2><ol class="lead-steps">${steps.map(
    ([word, at]) =>
      html`<li class="${at ? "done" : "quiet"}">${word}: ${
        at
          ? html`<time datetime="${at}">${lastWords(language, timeZone, lead.now, at)}</time>${
              at === lead.firstSentAt &&
              lead.seconds !== null &&
              html` <strong>${t.speed(timeWords(language, lead.seconds))}</strong>`
            }`
          : t.notYet
      }</li>`,
  )}</ol></section>`;
}

/** What the rules said, in words. */
function decisionView({ language, lead: { ask, contact } }: LeadPage): Html | false {
  const t = leadsTexts[language].lead;
  return (
    contact !== null &&
    html`<section class="sheet"><h2>${t.decision}</h2>${
      ask
        ? html`<p><strong>${ask.shouldSend ? t.willSend : t.wontSend}</strong> ${decisionWords(language, ask)}</p>`
        : html`<p>${t.noDecision}</p>`
    }</section>`
  );
}

function answersView({ language, lead }: LeadPage): Html {
  const t = leadsTexts[language];
  return html`<section class="sheet"><h2>${t.lead.answers}</h2>${
    lead.answers.length === 0
      ? html`<p class="empty">${t.lead.noAnswers}</p>`
      : html`<dl class="facts">${lead.answers.map(
          ({ name, label, values, as }) =>
            html`<div><dt>${label ?? name}${as && t.meanings[as] && html` <span class="quiet">(${t.meanings[as]})</span>`}</dt><dd>${values.join(", ")}</dd></div>`,
        )}</dl>`
  }
<h3>${t.lead.consents}</h3>${
    lead.consents.length === 0
      ? html`<p class="quiet">${t.lead.noConsents}</p>`
      : html`<ul>${lead.consents.map(
          ({ key, words, version, isTicked }) =>
            html`<li><strong>${isTicked ? t.lead.ticked : t.lead.unticked}</strong>: ${words ?? key}${version && html` <span class="quiet">${t.lead.version(version)}</span>`}</li>`,
        )}</ul>`
  }</section>`;
}

function ownerView({ language, lead, colleagues, me }: LeadPage): Html | false {
  const t = leadsTexts[language].lead;
  const others = colleagues.filter(({ userId, role }) => role !== null && userId !== me);
  return (
    lead.contact !== null &&
    html`<section class="sheet"><h2><label for="lead-owner">${t.owner}</label></h2>
<form method="post" action="/monitor/leads/${lead.id}/owner" class="actions"><input type="hidden" name="contact" value="${lead.contact}">
<select id="lead-owner" name="owner"><option value="">${t.nobody}</option><option value="${me}" ${lead.owner === me && "selected"}>${t.me}</option>${others.map(
      ({ userId }) =>
        html`<option value="${userId}" ${lead.owner === userId && "selected"}>${colleagueName(language, userId, colleagues)}</option>`,
    )}</select> <button>${t.assign}</button></form>
<h3>${t.tags}</h3><form method="post" class="actions"><input type="hidden" name="contact" value="${lead.contact}">${lead.tags.map(
      (tag) =>
        html`<button class="quiet" name="tag" value="${tag}" formaction="/monitor/leads/${lead.id}/untag" aria-label="${t.removeTag(tag)}">${tag} ×</button> `,
    )}</form>
<form method="post" action="/monitor/leads/${lead.id}/tag" class="actions"><input type="hidden" name="contact" value="${lead.contact}"><label class="unseen" for="lead-tag">${t.addTag}</label><input id="lead-tag" name="tag" maxlength="40" autocomplete="off"> <button>${t.addTag}</button></form>
${lead.others.length > 0 && html`<h3>${t.others}</h3><ul>${lead.others.map((other) => html`<li><a href="/monitor/leads/${other.id}">${other.form ?? sourceWords(language, other.source)}</a> ${leadChip(language, other)}</li>`)}</ul>`}</section>`
  );
}
