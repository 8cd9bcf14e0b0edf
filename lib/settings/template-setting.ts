import * as z from "zod/mini";
import { id } from "../base/parts.ts";

/** What a text may name of a call; each with an optional fallback: `{contact_name|cliente}`. */
export const templateVariables = [
  "contact_first_name",
  "contact_name",
  "agent_first_name",
  "agent_name",
  "company",
] as const;

const variable = new RegExp(`\\{(${templateVariables.join("|")})(\\|[^{}|]*)?\\}`, "g");

/** What may be sent: the tables' own check (`app.template_is_valid`) says the same. */
export const messageText = z.string().check(
  z.minLength(1),
  z.maxLength(4096),
  z.refine((text) => text.trim() !== "" && !/[{}]/.test(text.replace(variable, "")), {
    message: `Only these variables are known: ${templateVariables.map((name) => `{${name}}`).join(", ")}.`,
  }),
);

/** A text that a rule or a reminder sends. */
export const templateSetting = z.strictObject({
  key: id,
  /** As people call it. */
  title: z.optional(z.string().check(z.maxLength(60))),
  /** ISO 639-1: of the people who get it. */
  language: z.string().check(z.regex(/^[a-z]{2}$/)),
  body: messageText,
});
