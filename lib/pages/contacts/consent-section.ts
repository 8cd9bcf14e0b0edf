import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Consent } from "../../model/consent.ts";
import { hasRole } from "../../model/staff.ts";
import type { Html } from "../shell/format.ts";
import { staffName } from "../shell/staff-name.ts";
import type { ContactView } from "./contact-view.ts";
import { reasonForm } from "./reason-form.ts";

/** Whether we may write to them, who said so, and the way to stop writing to them. */
export function consentSection(view: ContactView): Html {
  const { t, data, path } = view;
  const { contact, consents } = data;
  const words = t.consent;
  const api = `/api/contacts/${contact.id}/consent`;
  return html`<section id="consent" aria-labelledby="consent-title"><h2 id="consent-title">${words.title}</h2>
  <p>${contact.blockedAt ? words.blocked : contact.optedOutAt ? words.optedOut : !contact.erasedAt && words.mayWrite}</p>
  ${contact.noOffersAt && !contact.erasedAt && html`<p>${words.noOffers}</p>`}
  ${!contact.erasedAt && blockForm(view)}
  <h3 class="part">${words.history}</h3>
  ${
    consents.length === 0
      ? html`<p class="empty">${words.never}</p>`
      : html`<ul class="rows">${consents.map((consent) => consentRow(view, consent))}</ul>
  <p class="line"><a href="${api}?format=xlsx">${words.excel}</a> <a href="${api}?format=csv">${words.csv}</a> <a href="${api}">${words.json}</a></p>`
  }</section>`;

  function blockForm({ data }: ContactView): Html {
    if (!contact.blockedAt) {
      return reasonForm({
        id: "block",
        ask: words.block,
        help: words.blockHelp,
        confirm: words.blockConfirm,
        action: path("/block"),
        reason: words.reason,
        isRequired: true,
      });
    }
    if (!hasRole(data.role, "manager")) return html`<p class="quiet">${words.unblockManager}</p>`;
    return reasonForm({
      id: "unblock",
      ask: words.unblock,
      help: words.unblockHelp,
      confirm: words.unblockConfirm,
      action: path("/unblock"),
      reason: words.reason,
      isRequired: true,
    });
  }
}

function consentRow({ t, common, format, language, data, colleagues }: ContactView, consent: Consent): Html {
  const words = t.consent;
  const who =
    {
      merge: words.byMerge,
      log: words.byLog,
      preference: words.byPreference,
      customer: null,
      staff: null,
    }[consent.source] ??
    (consent.userId && `${t.by} ${staffName(language, data.me, consent.userId, colleagues)}`);
  const notice = consent.noticeStatus
    ? `${words.notice} ${wordFor(common.statuses, consent.noticeStatus) ?? consent.noticeStatus}`
    : consent.source === "customer" && words.noticeNone;
  return html`<li class="row"><div class="head"><span class="person"><strong>${
    wordFor(words.kinds, consent.kind) ?? consent.kind
  }</strong> ${who && html`<span class="quiet">${who}</span>`}</span> ${format.time(consent.at)}</div>
  ${consent.words && html`<p class="body said">${consent.words}</p>`}
  ${consent.reason && html`<p>${consent.reason}</p>`}
  ${notice && html`<p class="quiet">${notice}</p>`}</li>`;
}
