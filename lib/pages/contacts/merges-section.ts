import { html } from "hono/html";
import { hasRole } from "../../model/staff.ts";
import type { Html } from "../shell/format.ts";
import { staffName } from "../shell/staff-name.ts";
import type { ContactView } from "./contact-view.ts";
import { identityText } from "./identity-text.ts";
import type { Merge } from "./read-contact.ts";
import { reasonForm } from "./reason-form.ts";

/** Which rows turned out to be this person, and the way to take it back. */
export function mergesSection(view: ContactView): Html | null {
  const { t, data } = view;
  if (data.merges.length === 0) return null;
  return html`<section id="merges" aria-labelledby="merges-title"><h2 id="merges-title">${t.merges.title}</h2>
  <ul class="rows">${data.merges.map((merge) => mergeRow(view, merge))}</ul></section>`;
}

function mergeRow(view: ContactView, merge: Merge): Html {
  const { t, format, language, data, colleagues } = view;
  const words = t.merges;
  const by = (userId: string) => `${t.by} ${staffName(language, data.me, userId, colleagues)}`;
  const who = merge.loserName ?? (merge.identities.map(identityText).join(", ") || t.unnamed);
  return html`<li class="row" id="merge-${merge.id}"><div class="head"><span class="person"><strong>${words.joined(who)}</strong>
    <span class="quiet">${merge.by ? by(merge.by) : words.byItself}</span></span> ${format.time(merge.at)}</div>
  ${merge.reason && html`<p>${merge.reason}</p>`}
  <p class="quiet">${merge.identities.map(identityText).join(", ")} · ${words.moved(merge.calls, merge.messages)}</p>
  ${
    merge.splitAt &&
    html`<p>${words.wasSplit} ${format.time(merge.splitAt)} ${merge.splitBy && by(merge.splitBy)}${
      merge.splitReason && `: ${merge.splitReason}`
    } ${merge.winner === data.contact.id && html`<a href="/monitor/contacts/${merge.loser}">${who}</a>`}</p>`
  }
  ${merge.canSplit && !data.contact.erasedAt && splitForm(view, merge)}</li>`;
}

function splitForm({ t, data, path }: ContactView, merge: Merge): Html {
  const words = t.merges;
  const needsManager = merge.identities.some(({ kind }) => kind === "phone");
  if (needsManager && !hasRole(data.role, "manager")) return html`<p class="quiet">${words.splitManager}</p>`;
  return reasonForm({
    id: `split-${merge.id}`,
    ask: words.split,
    help: words.splitHelp,
    confirm: words.splitConfirm,
    action: path("/split"),
    reason: words.reason,
    isRequired: true,
    hidden: { merge: merge.id },
  });
}
