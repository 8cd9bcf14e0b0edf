import type { Language } from "../../../base/language.ts";
import type { AnyConditions, AnyRule } from "../../../settings/lead-rules-setting.ts";
import { reasonName } from "../../reasons/reason-line.ts";
import { createFormat } from "../../shell/format.ts";
import { leadTexts } from "./lead-texts.ts";
import { callRules, type RuleFamily, wordsOf } from "./rule-family.ts";
import { type RuleTexts, ruleTexts } from "./texts.ts";

/** A rule as a person would say it: "If the call was missed and …, then …". */
export function ruleSentence(
  language: Language,
  rule: Pick<AnyRule, "when" | "then">,
  family: RuleFamily = callRules,
  nameOf: (member: string) => string = (member) => member,
): string {
  const t = wordsOf(language, family);
  const conditions = clausesOf(language, rule.when);
  const start = conditions.length > 0 ? `${t.if} ${listed(conditions, t.and)}, ${t.so}` : `${t.always}:`;
  return `${start} ${resultOf(t, rule.then, language)}${ownerOf(language, rule.then, nameOf)}`;
}

/** Each condition by itself. */
export function clausesOf(language: Language, when: AnyConditions): string[] {
  const t = ruleTexts[language];
  const c = t.clauses;
  const lead = leadTexts[language];
  const any = (words: readonly string[]) => words.map(t.quote).join(t.or);
  const clauses = [
    when.sources &&
      lead.clauses.sources(when.sources.map((source) => t.quote(lead.names[source])).join(t.or)),
    when.forms && lead.clauses.forms(any(when.forms)),
    when.ads && lead.clauses.ads(any(when.ads)),
    when.countries && lead.clauses.countries(any(when.countries)),
    when.consents && lead.clauses.consents(when.consents.map(t.quote).join(t.and)),
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

function resultOf(t: RuleTexts, then: AnyRule["then"], language: Language): string {
  if (!then.send) return sentenceEnd(t.dontSend(t.knownReasons[then.reason] ?? then.reason));
  const when = then.delayMinutes === 0 ? t.at.once : t.at.after(time(language, then.delayMinutes * 60)!);
  const priority = then.priority === "live" ? "" : `, ${t.priorities[then.priority]}`;
  const kinds = then.requires?.map((kind) => reasonName(language, { kind, byUs: false }));
  const only = kinds ? `, ${t.onlyWith(kinds.map(t.quote).join(t.or))}` : "";
  const hours = then.anyHour ? `, ${leadTexts[language].atAnyHour}` : "";
  return `${t.send(then.template, when)}${hours}${priority}${only}; ${t.expires(then.expiresAfterHours)}.`;
}

/** Whose it becomes, and who hears of it: a second sentence, where the rule says either. */
function ownerOf(language: Language, then: AnyRule["then"], nameOf: (member: string) => string): string {
  const t = leadTexts[language];
  const { assign, notify } = then;
  const given =
    assign &&
    (assign === "nobody"
      ? t.givenToNobody
      : assign === "round_robin"
        ? t.givenInTurn
        : t.given(nameOf(assign)));
  const parts = [given, notify && t.told].filter((part) => typeof part === "string" && part !== "");
  const text = parts.join("; ");
  return text && ` ${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
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
