import type { Context } from "hono";
import type { Language } from "../../../base/language.ts";
import type { StaffMember } from "../../../model/staff.ts";
import { type AnyRule, leadRule } from "../../../settings/lead-rules-setting.ts";
import { readSetting } from "../../../settings/read-setting.ts";
import { rule } from "../../../settings/rules-setting.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leadRuleTexts } from "./lead-texts.ts";
import { type RuleTexts, ruleTexts } from "./texts.ts";

/** The rules of calls and those of leads are one room: the same pages over two settings. */
export interface RuleFamily {
  kind: "rules" | "lead_rules";
  path: string;
  schema: typeof rule | typeof leadRule;
}

export const callRules: RuleFamily = { kind: "rules", path: "/monitor/settings/rules", schema: rule };
export const leadRules: RuleFamily = {
  kind: "lead_rules",
  path: "/monitor/settings/lead-rules",
  schema: leadRule,
};

export function familyOf(c: Context<AppEnv>): RuleFamily {
  return c.req.path.startsWith(leadRules.path) ? leadRules : callRules;
}

/** Of a family, as it was saved last. */
export interface SavedRules {
  version: number;
  value: { rules: AnyRule[]; tryFixedLines?: boolean };
  savedAt: string | null;
  savedBy: string | null;
}

export async function readRules(
  member: Pick<StaffMember, "client" | "workspace">,
  { kind }: RuleFamily,
): Promise<SavedRules> {
  return (await readSetting(member, kind)) as SavedRules;
}

export function wordsOf(language: Language, { kind }: RuleFamily): RuleTexts {
  const words = ruleTexts[language];
  if (kind === "rules") return words;
  const { form, ...own } = leadRuleTexts[language];
  return { ...words, ...own, form: { ...words.form, ...form } };
}
