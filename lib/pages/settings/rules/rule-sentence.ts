import type { Language } from "../../../base/language.ts";
import type { Conditions, Rule } from "../../../settings/rules-setting.ts";
import { reasonName } from "../../reasons/reason-line.ts";
import { createFormat } from "../../shell/format.ts";
import { type RuleTexts, ruleTexts } from "./texts.ts";

/** A rule as a person would say it: "If the call was missed and …, then …". */
export function ruleSentence(language: Language, rule: Pick<Rule, "when" | "then">): string {
  const t = ruleTexts[language];
  const conditions = clausesOf(language, rule.when);
  const start = conditions.length > 0 ? `${t.if} ${listed(conditions, t.and)}, ${t.so}` : `${t.always}:`;
  return `${start} ${resultOf(t, rule.then, language)}`;
}

/** Each condition by itself. */
export function clausesOf(language: Language, when: Conditions): string[] {
  const t = ruleTexts[language];
  const c = t.clauses;
  const any = (words: readonly string[]) => words.map(t.quote).join(t.or);
  const clauses = [
    when.direction && c.direction(when.direction.map((direction) => c.directions[direction]).join(t.or)),
    when.outcome?.map((outcome) => c.outcomes[outcome]).join(t.or),
    isRange(when.talkingSeconds) &&
      c.talking(time(language, when.talkingSeconds?.min), time(language, when.talkingSeconds?.max)),
    when.agents && c.agents(any(when.agents)),
    when.internalNumbers && c.internalNumbers(any(when.internalNumbers)),
    when.tags?.any && c.tagsAny(any(when.tags.any)),
    when.tags?.all && c.tagsAll(when.tags.all.map(t.quote).join(t.and)),
    when.tags?.none && c.tagsNone(when.tags.none.map(t.quote).join(t.nor)),
    when.dispositions && c.dispositions(any(when.dispositions)),
    when.campaigns && c.campaigns(any(when.campaigns)),
    when.contact && c.contacts[when.contact],
    isRange(when.previousFollowUps) &&
      c.previous(when.previousFollowUps?.min ?? null, when.previousFollowUps?.max ?? null),
    ...(when.custom ?? []).map(({ field, is, value }) => c.custom[is](field, value ?? "")),
  ];
  return clauses.filter((clause) => typeof clause === "string" && clause !== "") as string[];
}

function resultOf(t: RuleTexts, then: Rule["then"], language: Language): string {
  if (!then.send) return sentenceEnd(t.dontSend(t.knownReasons[then.reason] ?? then.reason));
  const when = then.delayMinutes === 0 ? t.at.once : t.at.after(time(language, then.delayMinutes * 60)!);
  const priority = then.priority === "live" ? "" : `, ${t.priorities[then.priority]}`;
  const kinds = then.requires?.map((kind) => reasonName(language, { kind, byUs: false }));
  const only = kinds ? `, ${t.onlyWith(kinds.map(t.quote).join(t.or))}` : "";
  return `${t.send(then.template, when)}${priority}${only}; ${t.expires(then.expiresAfterHours)}.`;
}

function listed(clauses: string[], and: string): string {
  const last = clauses.at(-1) ?? "";
  return clauses.length > 1 ? `${clauses.slice(0, -1).join(", ")}${and}${last}` : last;
}

function isRange(range: { min?: number; max?: number } | undefined): boolean {
  return range?.min !== undefined || range?.max !== undefined;
}

function time(language: Language, seconds: number | undefined): string | null {
  return seconds === undefined ? null : createFormat(language, "UTC", "2026-01-01").duration(seconds);
}

function sentenceEnd(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
