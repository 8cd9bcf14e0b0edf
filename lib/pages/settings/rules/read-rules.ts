import type { StaffMember } from "../../../model/staff.ts";
import { type AnyRule, leadRule } from "../../../settings/lead-rules-setting.ts";
import { readSetting } from "../../../settings/read-setting.ts";
import { rule } from "../../../settings/rules-setting.ts";
import type { RuleFamily } from "./rule-family.ts";

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

/** What a rule of a family must be. */
export const ruleSchemas = { rules: rule, lead_rules: leadRule } as const;
