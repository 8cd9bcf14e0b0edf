import type { AnyRule } from "../../../settings/lead-rules-setting.ts";
import { coveringRule } from "./covering-rule.ts";

/** In the place of the one with its id; a new one above the first that would take all of its calls. */
export function withRule(rules: AnyRule[], rule: AnyRule): AnyRule[] {
  const index = rules.findIndex(({ id }) => id === rule.id);
  if (index >= 0) return rules.with(index, rule);
  const above = coveringRule(rules, rule);
  return rules.toSpliced(above ? rules.indexOf(above) : rules.length, 0, rule);
}

/** A stable id from the name: `chiamata_persa`, `chiamata_persa_2`. */
export function newRuleId(name: string, rules: AnyRule[]): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
  const start = plain.replace(/^_+|_+$/g, "").slice(0, 34) || "rule";
  const taken = new Set(rules.map(({ id }) => id));
  if (!taken.has(start)) return start;
  let n = 2;
  while (taken.has(`${start}_${n}`)) n += 1;
  return `${start}_${n}`;
}
