import * as z from "zod/mini";
import { id, sentence, texts, wholeNumber } from "../base/parts.ts";
import { requires } from "./reasons-setting.ts";
import { type Conditions, customChecks, priorities, type Rule, ruleList } from "./rules-setting.ts";

/** Where leads come from (`leads.source`). */
export const leadSources = ["meta_ads", "google_ads", "import", "api", "whatsapp"] as const;
export type LeadSource = (typeof leadSources)[number];

/** All that are given must hold; texts are compared without case, accents and outer spaces. */
const conditions = z.strictObject({
  sources: z.optional(z.array(z.enum(leadSources)).check(z.minLength(1))),
  /** Names or ids; so are campaigns and ads. */
  forms: z.optional(texts(50)),
  campaigns: z.optional(texts(50)),
  ads: z.optional(texts(50)),
  countries: z.optional(texts(50)),
  /** Boxes that were ticked, each of them: their names at the source, or their words. */
  consents: z.optional(texts(20)),
  contact: z.optional(z.enum(["new", "known"])),
  /** Answers: `field` is the question as the lead shows it. */
  custom: z.optional(customChecks),
});

const more = {
  /** Whose it becomes: a member's id, `round_robin`, `nobody`; without: what the setting `leads` says. */
  assign: z.optional(z.string().check(z.regex(/^(nobody|round_robin|[0-9a-f-]{36})$/))),
  /** Its owner is told, or every manager where it has none. */
  notify: z.optional(z.boolean()),
};

const result = z.discriminatedUnion("send", [
  z.strictObject({
    send: z.literal(true),
    template: id,
    delayMinutes: wholeNumber(0, 43_200),
    priority: z.enum(priorities),
    expiresAfterHours: wholeNumber(1, 720),
    /** Outside the hours too, within half an hour of the form. */
    anyHour: z.optional(z.boolean()),
    requires: z.optional(requires),
    ...more,
  }),
  z.strictObject({ send: z.literal(false), reason: sentence(200), ...more }),
]);

export const leadRule = z.strictObject({
  id,
  name: sentence(80),
  enabled: z.boolean(),
  when: conditions,
  // biome-ignore lint/suspicious/noThenProperty: "when … then" is how a rule is read; nothing awaits one.
  then: result,
});

/** As the rules for calls: asked from the top, the first that matches decides, and none is nothing sent. */
export const leadRulesSetting = z.strictObject({ rules: ruleList(leadRule) });

export type LeadRule = z.infer<typeof leadRule>;
/** A rule of either kind, as pages read it. */
export type AnyConditions = Conditions & LeadRule["when"];
export type AnyResult =
  | (Extract<Rule["then"], { send: true }> & Partial<Extract<LeadRule["then"], { send: true }>>)
  | Extract<LeadRule["then"], { send: false }>;
export type AnyRule = Omit<Rule, "when" | "then"> & { when: AnyConditions; then: AnyResult };
