import * as z from "zod/mini";
import { sentence } from "../base/parts.ts";

export const fieldKinds = ["text", "number", "date", "choice"] as const;

const field = z
  .strictObject({
    /** What leads' forms and filters call it by; it stays when the label changes. */
    key: z.string().check(z.regex(/^[a-z0-9_]{1,40}$/)),
    label: sentence(60),
    kind: z.enum(fieldKinds),
    choices: z.optional(z.array(sentence(80)).check(z.maxLength(50))),
  })
  .check(
    z.refine(({ kind, choices }) => kind !== "choice" || (choices?.length ?? 0) > 0, { path: ["choices"] }),
  );

/** What a company wants to know of each person beside the usual. */
export const contactFieldsSetting = z.strictObject({
  fields: z.array(field).check(
    z.maxLength(30),
    z.refine((all) => new Set(all.map(({ key }) => key)).size === all.length),
  ),
});

export type ContactField = z.infer<typeof field>;
