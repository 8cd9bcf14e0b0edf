import type { Because } from "../../asks/try-rules.ts";
import { type Language, wordFor } from "../../base/language.ts";
import type { AnyConditions as Conditions } from "../../settings/lead-rules-setting.ts";
import { clausesOf } from "../settings/rules/rule-sentence.ts";
import { decisionTexts } from "./texts.ts";

const plain = [
  "direction",
  "outcome",
  "talkingSeconds",
  "agents",
  "internalNumbers",
  "dispositions",
  "campaigns",
  "previousFollowUps",
  "sources",
  "forms",
  "ads",
  "countries",
  "consents",
];

/** A condition as the rule's own sentence says it; the fact's name where it cannot be said. */
export function clauseOf(language: Language, check: Because): string {
  const t = decisionTexts[language];
  const when = conditionOf(check);
  return (when && clausesOf(language, when)[0]) ?? wordFor(t.facts, check.fact) ?? check.fact;
}

function conditionOf({ fact, expected, field, is }: Because): Conditions | null {
  if (expected === null && fact !== "custom") return null;
  if (fact === "contact") return { contact: [expected].flat()[0] as "new" };
  if (fact === "custom" && field && is) {
    return {
      custom: [{ field, is: is as "equal", value: typeof expected === "string" ? expected : undefined }],
    };
  }
  const [first, second] = fact.split(".");
  if (first === "tags" && second) return { tags: { [second]: expected } } as Conditions;
  return plain.includes(fact) ? ({ [fact]: expected } as Conditions) : null;
}
