import * as z from "zod/mini";

/** Blanks alone are no value. */
const text = (longest: number) => {
  const error = `send a text of up to ${longest} characters`;
  return z.optional(
    z.nullable(z.pipe(z.string({ error }).check(z.maxLength(longest, { error })), z.transform(trimmed))),
  );
};
const value = z.union([z.string().check(z.maxLength(2_000)), z.number(), z.boolean()], {
  error: "send a text of up to 2,000 characters, or several in a list",
});
const moment = "send a time with its zone, like 2026-11-21T10:00:00+01:00";

/** `POST /api/leads`. */
export const leadBody = z.object({
  phone: z.optional(
    z.nullable(z.union([z.string(), z.number()], { error: "send a phone number, like +393331234567" })),
  ),
  email: text(254),
  name: text(200),
  company: text(200),
  source: text(60),
  form: text(200),
  campaign: text(200),
  externalId: z.optional(
    z.nullable(
      z.union([z.string().check(z.minLength(1), z.maxLength(150)), z.int()], {
        error: "send an id of 1 to 150 characters",
      }),
    ),
  ),
  fields: z.optional(
    z
      .record(
        z.string().check(z.minLength(1), z.maxLength(200)),
        z.nullable(z.union([value, z.array(value).check(z.maxLength(50))])),
        { error: "send an object with a value for each name" },
      )
      .check(z.refine((fields) => Object.keys(fields).length <= 100, { error: "send at most 100 of them" })),
  ),
  consents: z.optional(
    z
      .array(
        z.object({
          key: z.string({ error: "send the name of the box" }).check(z.minLength(1), z.maxLength(100)),
          words: text(5_000),
          version: text(100),
          ticked: z.boolean({ error: "send true or false" }),
        }),
        { error: "send a list of consents" },
      )
      .check(z.maxLength(20, { error: "send at most 20 of them" })),
  ),
  submittedAt: z.optional(z.nullable(z.iso.datetime({ offset: true, error: moment }))),
  isTest: z.optional(z.boolean({ error: "send true or false" })),
  /** The same again is the same lead; else of the header `Idempotency-Key`. */
  key: z.optional(
    z
      .string({ error: "send a text of 1 to 100 characters" })
      .check(
        z.minLength(1, { error: "send a text of 1 to 100 characters" }),
        z.maxLength(100, { error: "send a text of 1 to 100 characters" }),
      ),
  ),
});

export const leadViews = ["all", "open", "problem"] as const;
export const leadStates = [
  "waiting",
  "error",
  "test",
  "new",
  "queued",
  "contacted",
  "answered",
  "bill",
  "won",
  "lost",
] as const;

const id = "send the id of a lead";
const size = "send a whole number from 1 to 200";

/** `GET /api/leads`. */
export const leadsQuery = z.object({
  view: z._default(z.enum(leadViews, { error: `send one of: ${leadViews.join(", ")}` }), "all"),
  state: z.optional(z.enum(leadStates, { error: `send one of: ${leadStates.join(", ")}` })),
  source: z.optional(z.string().check(z.maxLength(40))),
  before: z.optional(z.coerce.number({ error: id }).check(z.int({ error: id }), z.gte(1, { error: id }))),
  limit: z._default(
    z.coerce
      .number({ error: size })
      .check(z.int({ error: size }), z.gte(1, { error: size }), z.lte(200, { error: size })),
    50,
  ),
});

function trimmed(given: string): string | null {
  return given.trim() || null;
}
