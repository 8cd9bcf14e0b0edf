import type { Context } from "hono";
import type { Language } from "../../../base/language.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leadRuleTexts } from "./lead-texts.ts";
import { type RuleTexts, ruleTexts } from "./texts.ts";

/** The rules of calls and those of leads are one room: the same pages over two settings. The chat says rules too: no schemas here. */
export interface RuleFamily {
  kind: "rules" | "lead_rules";
  path: string;
}

export const callRules: RuleFamily = { kind: "rules", path: "/monitor/settings/rules" };
export const leadRules: RuleFamily = { kind: "lead_rules", path: "/monitor/settings/lead-rules" };

export function familyOf(c: Context<AppEnv>): RuleFamily {
  return c.req.path.startsWith(leadRules.path) ? leadRules : callRules;
}

export function wordsOf(language: Language, { kind }: RuleFamily): RuleTexts {
  const words = ruleTexts[language];
  if (kind === "rules") return words;
  const { form, ...own } = leadRuleTexts[language];
  return { ...words, ...own, form: { ...words.form, ...form } };
}
