import type { Because } from "../../asks/try-rules.ts";
import { type Language, wordFor } from "../../base/language.ts";
import { ruleTexts } from "../settings/rules/texts.ts";
import { texts } from "../shell/texts.ts";
import { clauseOf } from "./clause-of.ts";
import { decisionTexts } from "./texts.ts";

export interface Decided {
  code: string;
  ruleId?: string | null;
  ruleName: string | null;
  /** In English, as it was stored. */
  reason: string;
  because?: Because[];
}

/** What stops a message that a rule would send. */
const guards = new Set([
  "opted_out",
  "erased",
  "blocked",
  "not_set_up",
  "bill_received",
  "refusal",
  "covered",
  "cooldown",
  "no_template",
]);

/** Why, in the reader's language: from the code, the rule's name and what it asked; the stored sentence only where nothing else tells. */
export function decisionWords(language: Language, decided: Decided): string {
  const { code, ruleName, reason } = decided;
  const t = decisionTexts[language];
  if (code === "rule_send" && ruleName) return t.ruleSend(ruleName);
  if (code === "rule_skip" && ruleName) return t.ruleSkip(ruleName, skipReason(language, decided));
  if (code === "no_rule") return t.noRule;
  const word =
    wordFor(texts[language].callCodes, code) ?? wordFor(texts[language].reasonCodes, code) ?? reason;
  if (!ruleName) return word;
  return guards.has(code) ? t.guardSays(ruleName, word) : `${word} ${t.byRule(ruleName)}`;
}

/**
 * What the manager wrote; the record puts `Rule "…" (no. 3): ` before it and the conditions in English behind it, or has
 * only these when they say the same.
 */
function skipReason(language: Language, { reason, because = [], ruleId }: Decided): string {
  const said = reason
    .replace(/^Rule ".*?" \(no\. \d+\): /, "")
    .replace(/ \((?:the|nobody|it came from) .*\)\.$/s, "");
  const known = ruleTexts[language].knownReasons[said.endsWith(".") ? said : `${said}.`];
  if (known) return known;
  if (!/^(the|nobody|it came from) /.test(said)) return /[.!?]$/.test(said) ? said : `${said}.`;
  const clauses = because
    .filter((check) => check.ruleId === ruleId)
    .map((check) => clauseOf(language, check));
  return clauses.length > 0 ? `${clauses.join(ruleTexts[language].and)}.` : said;
}
