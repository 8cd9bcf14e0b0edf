import { html } from "hono/html";
import type { Because } from "../../asks/try-rules.ts";
import { type Language, wordFor } from "../../base/language.ts";
import { createFormat, type Html } from "../shell/format.ts";
import { clauseOf } from "./clause-of.ts";
import { decisionTexts } from "./texts.ts";

export interface Steps {
  because: Because[];
  /** The one that decided. */
  ruleId: string | null;
}

/** What was asked of the call, rule by rule, with what the call answered; null when no rule was asked. */
export function stepsView(language: Language, { because, ruleId }: Steps): Html | null {
  const t = decisionTexts[language];
  const groups: { id: string; name: string; checks: Because[] }[] = [];
  for (const check of because) {
    if (check.ruleId === undefined) continue;
    const last = groups.at(-1);
    if (last?.id === check.ruleId) last.checks.push(check);
    else groups.push({ id: check.ruleId, name: check.ruleName ?? check.ruleId, checks: [check] });
  }
  if (groups.length === 0) return null;
  return html`<ol class="steps">${groups.map(
    ({ id, name, checks }) => html`<li><p><strong>${name}</strong>
  ${id === ruleId ? html`<span class="chip good">${t.decides}</span>` : html`<span class="chip plain">${t.doesNotApply}</span>`}</p>
  <ul>${checks.map((check) => checkView(language, check))}</ul></li>`,
  )}</ol>`;
}

function checkView(language: Language, check: Because): Html {
  const t = decisionTexts[language];
  // A rule that fits every call asks nothing; what is told is how the call went.
  const clause =
    check.expected === null && check.fact === "outcome" ? t.everyCall : clauseOf(language, check);
  return html`<li class="check">${mark(language, check.holds)} <span>${clause} <span class="quiet">(${t.here(actualWords(language, check))})</span></span></li>`;
}

/** ✓ or ✗, in words for screen readers. */
export function mark(language: Language, holds: boolean): Html {
  const t = decisionTexts[language];
  return html`<span class="${holds ? "yes" : "no"}" aria-hidden="true">${holds ? "✓" : "✗"}</span><span
    class="unseen">${holds ? t.holds : t.fails}:</span>`;
}

function actualWords(language: Language, { fact, actual }: Because): string {
  const t = decisionTexts[language];
  const words = [actual].flat().filter((value) => value !== null && value !== undefined && value !== "");
  if (words.length === 0) return Array.isArray(actual) || fact === "custom" ? t.nothing : t.unknown;
  if (fact === "talkingSeconds") {
    return createFormat(language, "UTC", "2026-01-01").duration(Number(words[0]));
  }
  const tables: Record<string, Record<string, string>> = {
    contact: t.contacts,
    outcome: t.outcomes,
    direction: t.directions,
  };
  const table = tables[fact] ?? {};
  return words
    .map((word) =>
      typeof word === "object" ? JSON.stringify(word) : (wordFor(table, String(word)) ?? String(word)),
    )
    .join(", ");
}
