import * as z from "zod/mini";
import { id, sentence, texts, wholeNumber } from "../base/parts.ts";
import { requires } from "./reasons-setting.ts";

/** How a call went. `unknown`: nobody told whether it was answered. */
export const callOutcomes = ["answered", "missed", "voicemail", "unknown"] as const;
/** Lower leaves first: a live follow-up (0), a reminder (10), bulk (20). */
export const priorities = ["live", "reminder", "bulk"] as const;

const range = (most: number) =>
  z
    .strictObject({
      min: z.optional(wholeNumber(0, most)),
      max: z.optional(wholeNumber(0, most)),
    })
    .check(z.refine(({ min, max }) => min === undefined || max === undefined || min <= max));

/** Fields of a call's body, or answers of a form. */
export const customChecks = z
  .array(
    z
      .strictObject({
        field: sentence(200),
        is: z.enum(["equal", "not_equal", "contains", "present", "absent"]),
        value: z.optional(sentence(500)),
      })
      .check(z.refine(({ is, value }) => is === "present" || is === "absent" || value !== undefined)),
  )
  .check(z.minLength(1), z.maxLength(20));

/** All that are given must hold; texts are compared without case and outer spaces, numbers of lines by their digits. */
const conditions = z.strictObject({
  direction: z.optional(z.array(z.enum(["incoming", "outgoing"])).check(z.minLength(1))),
  outcome: z.optional(z.array(z.enum(callOutcomes)).check(z.minLength(1))),
  /** Seconds. */
  talkingSeconds: z.optional(range(86_400)),
  /** Ids, names or e-mail addresses. */
  agents: z.optional(texts(50)),
  internalNumbers: z.optional(texts(50)),
  tags: z.optional(
    z.strictObject({
      any: z.optional(texts(50)),
      all: z.optional(texts(50)),
      none: z.optional(texts(50)),
    }),
  ),
  dispositions: z.optional(texts(50)),
  campaigns: z.optional(texts(50)),
  /** `new`: no call and no message with this person before this call. */
  contact: z.optional(z.enum(["new", "known"])),
  /** Follow-ups that this person may have received before, ever. */
  previousFollowUps: z.optional(range(1000)),
  /** Fields of the payload that have no meaning to us. `field` is the label that the call shows. */
  custom: z.optional(customChecks),
});

const result = z.discriminatedUnion("send", [
  z.strictObject({
    send: z.literal(true),
    /** Key of a row of `whatsapp_templates`. */
    template: id,
    delayMinutes: wholeNumber(0, 43_200),
    priority: z.enum(priorities),
    /** After the moment it is due. */
    expiresAfterHours: wholeNumber(1, 720),
    /** Kinds of reasons to write, one of which must stand; without: what the setting `reasons` asks for. */
    requires: z.optional(requires),
  }),
  z.strictObject({ send: z.literal(false), reason: sentence(200) }),
]);

export const rule = z.strictObject({
  id,
  name: sentence(80),
  enabled: z.boolean(),
  when: conditions,
  // biome-ignore lint/suspicious/noThenProperty: "when … then" is how a rule is read; nothing awaits one.
  then: result,
});

/** Fifty at most, each with an id of its own. */
export function ruleList<Item extends z.core.$ZodType<{ id: string }>>(item: Item) {
  return z.array(item).check(
    z.maxLength(50),
    z.refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, {
      message: "Two rules have the same id.",
    }),
  );
}

/** Asked from the top; the first that matches decides. When none does, nothing is sent (`no_rule`). */
export const rulesSetting = z.strictObject({
  rules: ruleList(rule),
  /** Fixed lines are judged by the rules like mobiles; otherwise only those that have written on WhatsApp. */
  tryFixedLines: z.optional(z.boolean()),
});

export type Rule = z.infer<typeof rule>;
export type Conditions = z.infer<typeof conditions>;
export type RulesSetting = z.infer<typeof rulesSetting>;
