import * as z from "zod/mini";

/** What becomes of a lead beside the message to it. */
export const leadsSetting = z.strictObject({
  /** Whoever writes first, and of whom nobody knew, is a lead too. */
  fromMessages: z.boolean(),
  /** Whose a new person is, where no rule says it. `members`: who takes turns; without: everybody. */
  assignment: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("nobody") }),
    z.strictObject({
      kind: z.literal("round_robin"),
      members: z.optional(
        z.array(z.string().check(z.regex(/^[0-9a-f-]{36}$/))).check(z.minLength(1), z.maxLength(50)),
      ),
    }),
  ]),
});
