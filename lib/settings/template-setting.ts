import * as z from "zod/mini";
import { id } from "../base/parts.ts";

/** What a text may name of a call; each with an optional fallback: `{contact_name|cliente}`. */
export const templateVariables = ["contact_name", "agent_name", "company"] as const;

const variable = new RegExp(`\\{(${templateVariables.join("|")})(\\|[^{}|]*)?\\}`, "g");

/** A text that a rule or a reminder sends; the table's own check (`app.template_is_valid`) says the same. */
export const templateSetting = z.strictObject({
  key: id,
  /** ISO 639-1: of the people who get it. */
  language: z.string().check(z.regex(/^[a-z]{2}$/)),
  body: z.string().check(
    z.minLength(1),
    z.maxLength(4096),
    z.refine((text) => text.trim() !== "" && !/[{}]/.test(text.replace(variable, "")), {
      message: `Only these variables are known: ${templateVariables.map((name) => `{${name}}`).join(", ")}.`,
    }),
  ),
});

/** As the database renders it, in one pass: a value that looks like a variable stays text. */
export function renderTemplate(body: string, values: Partial<Record<string, string>>): string {
  return body.replace(variable, (_, name: string, fallback?: string) => {
    return values[name]?.trim() || (fallback ?? "|").slice(1);
  });
}
