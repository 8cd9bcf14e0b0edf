import { html } from "hono/html";
import { hasRole } from "../../model/staff.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { consentChip } from "./consent-chip.ts";
import { contactName } from "./contact-name.ts";
import type { ContactView } from "./contact-view.ts";
import type { ContactRow } from "./read-contacts.ts";
import type { ProposedPerson } from "./read-proposed.ts";
import { reasonForm } from "./reason-form.ts";

/**
 * Finds the person whose chat this is, or another row of the same person. Agents link writers without a number; two
 * contacts that have one are for managers.
 */
export function joinSection(view: ContactView): Html | null {
  const { t, data, join, path } = view;
  const { contact } = data;
  if (contact.erasedAt) return null;
  const isUnmatched = contact.phone === null;
  const words = t.join;
  if (!isUnmatched && !hasRole(data.role, "manager")) return null;
  return html`<section id="join" aria-labelledby="join-title"><h2 id="join-title">${isUnmatched ? words.link : words.merge}</h2>
  <p class="quiet">${isUnmatched ? words.linkHelp : words.mergeHelp}</p>
  ${view.proposed.length > 0 && html`<h3 class="part">${words.maybe}</h3><ul class="rows">${view.proposed.map((person) => proposal(view, person))}</ul>`}
  <form class="find" role="search" method="get" action="${path()}#join">
    <label class="unseen" for="join-q">${words.search}</label>
    <input type="search" id="join-q" name="q" value="${join?.search ?? ""}" maxlength="80" autocomplete="off" placeholder="${words.search}">
    <button>${words.submit}</button></form>
  ${join && results(view, join)}</section>`;
}

function results(view: ContactView, join: NonNullable<ContactView["join"]>): Html {
  const { t, data, path } = view;
  const isUnmatched = data.contact.phone === null;
  const others = join.found.filter(({ id, erasedAt }) => id !== data.contact.id && !erasedAt);
  const isNew = isUnmatched && join.phone !== null && others.every(({ phone }) => phone !== join.phone);
  return html`${others.length === 0 && !isNew && html`<p class="empty" role="status">${t.join.none}</p>`}
  <ul class="rows">${others.map((other) => found(view, other))}
  ${
    isNew &&
    html`<li class="row"><p><strong>${readablePhone(join.phone!)}</strong> <span class="quiet">${t.join.newHelp}</span></p>
    ${reasonForm({
      id: "link-new",
      ask: t.join.chooseNew(readablePhone(join.phone!)),
      help: t.join.linkAsk(readablePhone(join.phone!)),
      confirm: t.join.linkConfirm,
      action: path("/link"),
      reason: null,
      hidden: { phone: join.phone! },
    })}</li>`
  }</ul>`;
}

/** Somebody whom we wrote to shortly before this chat began. */
function proposal(
  { t, language, format, path }: ContactView,
  { contact, name, phone, company, askedAt }: ProposedPerson,
): Html {
  const who = contactName(language, { name, phone });
  const facts = [name && phone && readablePhone(phone), company !== name && company].filter(Boolean);
  return html`<li class="row"><p><a href="/monitor/contacts/${contact}"><strong>${who}</strong></a>
    <span class="quiet">${facts.map((fact) => `${fact} · `)}${t.join.asked} ${format.time(askedAt)}</span></p>
  ${reasonForm({
    id: `maybe-${contact}`,
    ask: t.join.choose,
    help: t.join.linkAsk(who),
    confirm: t.join.linkConfirm,
    action: path("/merge"),
    reason: null,
    hidden: { other: contact },
  })}</li>`;
}

function found({ t, language, data, path }: ContactView, other: ContactRow): Html {
  const isUnmatched = data.contact.phone === null;
  const name = contactName(language, other);
  const facts = [
    other.name && other.phone && readablePhone(other.phone),
    other.company,
    t.calls(other.calls),
  ];
  return html`<li class="row"><p><a href="/monitor/contacts/${other.id}"><strong>${name}</strong></a>
    <span class="quiet">${facts.filter(Boolean).join(" · ")}</span> ${consentChip(t, other)}</p>
  ${reasonForm({
    id: `join-${other.id}`,
    ask: t.join.choose,
    help: isUnmatched ? t.join.linkAsk(name) : t.join.mergeAsk(name),
    confirm: isUnmatched ? t.join.linkConfirm : t.join.mergeConfirm,
    action: path("/merge"),
    reason: t.join.reason,
    hidden: { other: other.id },
  })}</li>`;
}
