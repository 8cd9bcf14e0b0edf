import { html } from "hono/html";
import { wordFor } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { type Html, readablePhone } from "../shell/format.ts";
import { type GapWords, gapTexts } from "./gap-texts.ts";
import { callLink, messageLink } from "./row-link.ts";
import type { Gaps } from "./snapshot.ts";
import type { View } from "./view.ts";

type Pass = Gaps["passes"][number];
type Finding = Gaps["findings"][number];

/** What went missing and was found again, and whether the searches run. While all is well it never changes by itself. */
export function gapsView(view: View): Html {
  const words = gapTexts[view.language];
  const { passes, found, healed, findings } = view.snapshot.gaps;
  return html`<div id="gaps">
  <h3 class="part">${words.title}</h3>
  <p class="quiet">${words.intro}</p>
  <p>${findings.length === 0 ? words.none : words.sum(found, healed)}</p>
  <ul class="heard">${findings.map((finding) => findingRow(view, words, finding))}</ul>
  <ul class="heard">${passes
    .filter((pass) => pass.isConfigured || pass.errorCode || pass.lateSince || ownerOf(view, pass.kind))
    .map((pass) => passRow(view, words, pass))}</ul>
</div>`;
}

function findingRow(view: View, words: GapWords, finding: Finding): Html {
  const { format, t } = view;
  const { id, kind, callId, messageId, phone, happenedAt } = finding;
  const who = finding.contactName ?? (phone ? readablePhone(phone) : t.noPhone);
  const href = callId ? callLink(view, callId, phone) : messageId && messageLink(view, messageId, phone);
  return html`<li id="gap-${id}"><span>${wordFor(words.findings, kind) ?? kind}</span>
    ${href ? html`<a href="${href}">${who}</a>` : html`<span>${who}</span>`}
    <small>${happenedAt && html`${words.happened} ${format.time(happenedAt)} · `}${words.found} ${format.time(finding.foundAt)}${
      !finding.isHealed && html` · ${words.notYet}`
    }</small></li>`;
}

/** Who can be asked, of those that this company has to do with. */
function ownerOf({ vendors, snapshot, language }: View, kind: Pass["kind"]): Vendor | undefined {
  const inUse = new Set(snapshot.sources.map(({ source }) => source));
  return vendors.find(({ name, words }) => inUse.has(name) && words[language].passes[kind]);
}

function passRow(view: View, words: GapWords, pass: Pass): Html {
  const { format, language } = view;
  const owner = ownerOf(view, pass.kind);
  const { chip, mood, help } = passState(words, pass, owner?.words[language].passes[pass.kind]);
  const last = pass.lateSince
    ? html` ${words.lateSince} ${format.time(pass.lateSince)}.`
    : pass.errorCode &&
      (pass.okAt ? html` ${words.okAt} ${format.time(pass.okAt)}.` : html` ${words.neverOk}`);
  return html`<li id="pass-${pass.kind}"><span>${words.passes(owner?.title ?? "")[pass.kind]}</span>
    <span class="chip ${mood}">${chip}</span>${help && html`<small>${help}${last}</small>`}</li>`;
}

/** The worst of what is true of it. */
function passState(
  words: GapWords,
  { kind, isConfigured, errorCode, lateSince }: Pass,
  own: { keys: string; unauthorized: string } | undefined,
) {
  if (lateSince) return { chip: words.late, mood: "bad", help: words.lateHelp };
  if (errorCode) {
    const known = errorCode === "unauthorized" ? own?.unauthorized : wordFor(words.errors, errorCode);
    return { chip: words.failing, mood: "warn", help: known ?? words.errors.internal! };
  }
  if (isConfigured) return { chip: words.on, mood: "good", help: null };
  const chip = kind === "messages" ? words.partly : words.off;
  return { chip, mood: "faint", help: own?.keys ?? null };
}
