import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { type Reason, reasonName } from "../reasons/reason-line.ts";
import { reasonTexts } from "../reasons/texts.ts";
import type { Html } from "../shell/format.ts";
import { staffName } from "../shell/staff-name.ts";
import type { ContactView } from "./contact-view.ts";
import { reasonForm } from "./reason-form.ts";

interface ReasonsData {
  reasons: Reason[];
  /** They wrote lately, and may be asked to confirm. */
  mayAsk: boolean;
  registry: { number: string; checkedAt: string | null; isEnrolled: boolean }[];
}

/** Why we may write to them, each with its proof; what confirms one, adds one and takes one back. */
export async function reasonsSection(view: ContactView): Promise<Html> {
  const { client, data, language, path } = view;
  const t = reasonTexts[language];
  const { reasons, mayAsk, registry } = (await callRpc(client, "contact_reasons", {
    contact: data.contact.id,
  })) as unknown as ReasonsData;
  const mayChange = !data.contact.erasedAt;
  return html`<section id="reasons" aria-labelledby="reasons-title"><h2 id="reasons-title">${t.title}</h2>
  <p class="quiet">${t.intro}</p>
  ${
    reasons.length === 0
      ? html`<p class="empty">${t.none}</p>`
      : html`<ul class="rows">${reasons.map((reason) => reasonRow(view, reason, mayChange, mayAsk))}</ul>`
  }
  ${mayChange && giveForm()}
  ${
    registry.length > 0 &&
    html`<h3 class="part">${t.registry}</h3>${registry.map(
      ({ number, checkedAt, isEnrolled }) =>
        html`<p class="${isEnrolled ? "note" : "quiet"}">${
          isEnrolled
            ? t.enrolled(number)
            : checkedAt
              ? html`${t.free(number)} ${view.format.time(checkedAt)}`
              : t.never(number)
        }</p>`,
    )}`
  }</section>`;

  function giveForm(): Html {
    return html`<details class="guard" id="give-reason"><summary>${t.give}</summary>
  <form class="reason" method="post" action="${path("/reason")}"><p>${t.giveHelp}</p>
  <label for="give-purpose">${t.purpose}</label>
  <select id="give-purpose" name="purpose">${(["service", "marketing"] as const).map(
    (purpose) => html`<option value="${purpose}">${t.purposes[purpose]}</option>`,
  )}</select>
  <label for="give-note">${t.giveNote}</label>
  <input id="give-note" name="reason" maxlength="500" autocomplete="off" required>
  <button class="main">${t.giveSave}</button></form></details>`;
  }
}

function reasonRow(view: ContactView, reason: Reason, mayChange: boolean, mayAsk: boolean): Html {
  const { language, format, data, colleagues, path } = view;
  const t = reasonTexts[language];
  const { id, words, version, place, callId, userId, note, confirmedAt, askedAt } = reason;
  const isOpen = reason.withdrawnAt === null;
  const by = (user: string | null) => user && staffName(language, data.me, user, colleagues);
  return html`<li class="row"><div class="head"><span class="person"><strong>${reasonName(language, reason)}</strong>
  <span class="chip ${isOpen ? "good" : "warn"}">${t.purposes[reason.purpose]}</span></span> ${format.time(reason.at)}</div>
  ${words && html`<p class="body said">${words}</p>`}
  ${reason.kind === "consent" && !words && html`<p class="quiet">${t.noWords}</p>`}
  <p class="quiet">${[place, version && t.version(version), by(userId)].filter(Boolean).join(" · ")}
  ${callId && html`<a href="/monitor/calls/${callId}">${t.call(callId)}</a>`}</p>
  ${note && html`<p>${note}</p>`}
  ${confirmedAt && html`<p><span class="chip good">${t.confirmed}</span> ${format.time(confirmedAt)}</p>`}
  ${!confirmedAt && askedAt && html`<p class="quiet">${t.asked} ${format.time(askedAt)}</p>`}
  ${
    reason.withdrawnHow &&
    html`<p class="note">${wordFor(t.withdrawn, reason.withdrawnHow)} ${reason.withdrawnAt && format.time(reason.withdrawnAt)} ${by(reason.withdrawnBy)} ${reason.withdrawnNote}</p>`
  }
  ${isOpen && mayChange && acts()}</li>`;

  function acts(): Html {
    const provable = !confirmedAt && ["agreed", "consent", "staff", "listed"].includes(reason.kind);
    return html`${
      provable &&
      (mayAsk
        ? reasonForm({
            id: `confirm-${id}`,
            ask: t.confirm,
            help: t.confirmHelp,
            confirm: t.confirmSend,
            action: path("/confirm"),
            reason: null,
            hidden: { given: id },
          })
        : html`<p class="quiet">${t.notOpen}</p>`)
    } ${reasonForm({
      id: `withdraw-${id}`,
      ask: t.withdraw,
      help: t.withdrawHelp,
      confirm: t.withdrawConfirm,
      action: path("/withdraw"),
      reason: t.reason,
      isRequired: true,
      hidden: { given: id },
    })}`;
  }
}
