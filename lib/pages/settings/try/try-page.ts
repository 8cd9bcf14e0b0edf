import { html } from "hono/html";
import type { Decision, Trial } from "../../../asks/try-rules.ts";
import { wordFor } from "../../../base/language.ts";
import type { Rule } from "../../../settings/rules-setting.ts";
import { decisionView } from "../../decision/decision-view.ts";
import { decisionTexts } from "../../decision/texts.ts";
import { eventTexts } from "../../events/event-texts.ts";
import { type Html, readablePhone } from "../../shell/format.ts";
import { texts } from "../../shell/texts.ts";
import { areaField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { callRules } from "../rules/rule-family.ts";
import { settingsDocument } from "../settings-document.ts";
import type { RecentCall } from "./recent-calls.ts";
import { tryTexts } from "./texts.ts";

export interface TryPageParts {
  reader: Reader;
  calls: RecentCall[];
  typed: URLSearchParams;
  /** A rule that is tried before it is saved: its form as it was typed. */
  draft: { rule: Rule; typed: URLSearchParams } | null;
  trial: Trial | null;
  /** Which call it was about. */
  callId: number | null;
  /** Why there is no result, by the input it belongs to. */
  errors: Map<string, string>;
}

/** Paste a body or pick a call, and read what would come of it. */
export function tryPage(parts: TryPageParts): Html {
  const { reader, calls, typed, draft, trial, callId, errors } = parts;
  const { t, language, member, format } = reader;
  const words = tryTexts[language];
  const path = `${callRules.path}/try`;
  return settingsDocument({
    language,
    member,
    title: words.title,
    intro: words.intro,
    path: callId === null ? path : `${path}?call=${callId}`,
    back: { href: callRules.path, word: t.pages.rules.title },
    // Everybody may try.
    least: "agent",
    main: html`${draft && draftView(draft)}
${trial && resultView(trial)}
<form method="post" action="${path}" class="sheet">
${draft && html`<input type="hidden" name="draft" value="${draft.typed}">`}
${areaField({ form: typed, errors }, { name: "payload", label: words.paste, hint: words.pasteHelp, rows: 8 })}
<div class="actions"><button class="main" name="do" value="payload">${words.submit}</button></div>
<h2 id="pick">${words.orPick}</h2>
${calls.length === 0 && html`<p class="empty">${words.noCalls}</p>`}
<ul class="picks">${calls.map(pick)}</ul></form>`,
  });

  function draftView({ rule, typed }: NonNullable<TryPageParts["draft"]>): Html {
    const kept = [...typed].filter(([key]) => key !== "do");
    return html`<form method="post" action="${callRules.path}/edit" class="note draft"><p>${words.draft(rule.name)}</p>
  ${kept.map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}
  <div class="actions"><button name="do" value="edit">${words.backToRule}</button>
  <button class="main" name="do" value="save">${words.saveDraft}</button></div></form>`;
  }

  function resultView({ ignored, facts, decision }: Trial): Html {
    return html`<section class="sheet" aria-labelledby="result-title"><h2 id="result-title">${words.result}</h2>
  <p class="quiet">${callId === null ? words.ofPaste : html`<a href="/monitor/calls/${callId}">${words.call(callId)}</a>`}. ${decision && words.asIfNow}</p>
  ${ignored && html`<p>${words.ignored} ${wordFor(eventTexts[language].ignored, ignored.reason) ?? ignored.reason} ${ignored.detail && html`<code>${ignored.detail}</code>`}</p>`}
  ${decision && notAsked(decision)}
  ${decision && decisionView(language, format, decision)}
  ${facts && html`<details class="more"><summary>${words.facts}</summary>${factsView(facts)}</details>`}</section>`;
  }

  /** Whoever tries a rule wants to see it decide: why it was not even asked. */
  function notAsked({ ruleId, because }: Decision): Html | null {
    const rule = draft?.rule;
    if (!rule || ruleId === null || because.some((check) => check.ruleId === rule.id)) return null;
    return html`<p class="note">${rule.enabled ? words.draftNotAsked(rule.name) : words.draftOff(rule.name)}</p>`;
  }

  function factsView(facts: Record<string, unknown>): Html {
    return html`<dl class="facts">${Object.entries(words.factNames).map(([name, word]) => {
      const value = factWords(name, facts[name]);
      return value && html`<div><dt>${word}</dt><dd>${value}</dd></div>`;
    })}</dl>`;
  }

  function factWords(name: string, value: unknown): string | null {
    if (value === null || value === undefined || value === "") return null;
    if (name === "phone") {
      const { e164, raw } = value as { e164: string | null; raw: string | null };
      return e164 ? readablePhone(e164) : raw;
    }
    if (name === "talkingSeconds") return format.duration(Number(value));
    if (name === "direction")
      return wordFor(decisionTexts[language].directions, String(value)) ?? String(value);
    if (typeof value === "boolean") return value ? words.yes : name === "doNotSend" ? null : words.no;
    if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : null;
    if (typeof value !== "object") return String(value);
    const fields = Object.entries(value).map(
      ([key, field]) => `${key}: ${typeof field === "object" ? JSON.stringify(field) : field}`,
    );
    return fields.join(" · ") || null;
  }

  function pick(call: RecentCall): Html {
    const who =
      call.contactName ??
      (call.phone ? readablePhone(call.phone) : (call.phoneRaw ?? texts[language].calls.anonymous));
    const facts = [
      wordFor(decisionTexts[language].directions, call.direction),
      call.talkingSeconds ? format.duration(call.talkingSeconds) : null,
    ].filter(Boolean);
    return html`<li><button name="call" value="${call.id}" ${call.id === callId && html`aria-current="true"`}><strong>${who}</strong>
  <span class="quiet">${format.time(call.createdAt)} ${facts.length > 0 && `· ${facts.join(" · ")}`}</span></button></li>`;
  }
}
