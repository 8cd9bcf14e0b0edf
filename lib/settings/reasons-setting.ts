import * as z from "zod/mini";
import { sentence } from "../base/parts.ts";

/** Kinds of reasons to write (`reasons_to_write.kind`), as rules may require them. */
export const reasonKinds = ["called", "agreed", "form", "consent", "wrote_first", "staff", "listed"] as const;
export type ReasonKind = (typeof reasonKinds)[number];

export const requires = z.array(z.enum(reasonKinds)).check(z.minLength(1));

/** Which reasons are needed to write to whom, and how an agent notes a yes in the call. */
export const reasonsSetting = z.strictObject({
  /** `agreed_only`: after a call of ours only who asked for it or agreed is written to. */
  outboundCalls: z.enum(["allowed", "agreed_only"]),
  /** Tags of a call that say yes, compared without case and accents. */
  agreedTags: z.array(sentence(100)).check(z.maxLength(20)),
  /** A field of the call's body that says yes by its value. */
  agreedField: z.optional(z.strictObject({ field: sentence(200), value: sentence(200) })),
  /** The same of who stands in an imported list. */
  lists: z.enum(["allowed", "agreed_only"]),
});
