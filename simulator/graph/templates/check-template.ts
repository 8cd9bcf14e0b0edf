import { z } from "zod";
import { GraphError } from "../graph-error.ts";
import { CATEGORIES, type TemplateComponent, variablesIn } from "./template.ts";

const component = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(z.looseObject({ type: z.string() })).optional(),
});
export const templateBody = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/),
  category: z.preprocess((word) => String(word).toUpperCase(), z.enum(CATEGORIES)),
  parameter_format: z
    .preprocess((word) => String(word).toUpperCase(), z.enum(["POSITIONAL", "NAMED"]))
    .default("POSITIONAL"),
  components: z.array(component).min(1),
  message_send_ttl_seconds: z.number().int().optional(),
});

/** What Meta refuses before it looks (docs, error codes): its subcode, title and words for the author. */
export function templateError(subcode: number, title: string, text: string): GraphError {
  return new GraphError(100, "Invalid parameter", {
    error_subcode: subcode,
    is_transient: false,
    error_user_title: title,
    error_user_msg: text,
  });
}

export function parseTemplate<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new GraphError(100, `Param ${issue?.path.join(".") || "body"} is not valid: ${issue?.message}`);
}

export function checkComponents(components: TemplateComponent[], isAuthentication: boolean): void {
  const body = components.find(({ type }) => type.toUpperCase() === "BODY");
  if (!body) throw templateError(2388047, "Missing body", "Message templates need a BODY component.");
  if (isAuthentication) return;
  const text = body.text ?? "";
  if (text.trim() === "") throw templateError(2388047, "Body is empty", "The body text is missing.");
  if (text.length > 1024) {
    throw templateError(2388040, "Character limit exceeded", "The body is longer than 1,024 characters.");
  }
  const names = variablesIn(text);
  if (/^\s*\{\{|\}\}[\s.!?]*$/.test(text)) {
    const words = "Variables can't be at the start or end of the template.";
    throw templateError(2388299, "Leading or trailing params are not allowed", words);
  }
  if (text.split(/\s+/).length < 3 * names.length) {
    const words =
      "This template has too many variables for its length. Reduce the number of variables or increase the message length.";
    throw templateError(2388293, "Parameter words ratio exceeds limit", words);
  }
  const example = body.example as { body_text?: string[][]; body_text_named_params?: unknown[] } | undefined;
  const given = example?.body_text?.[0]?.length ?? example?.body_text_named_params?.length ?? 0;
  if (given < names.length) {
    const words = "The variables of the body need an example each.";
    throw templateError(2388043, "Message template is missing examples", words);
  }
}

/** Why a reviewer would refuse it, in Meta's own words for that; null where it passes. */
export function verdictOn(
  category: string,
  components: TemplateComponent[],
): { reason: string; text: string } | null {
  const text = components.map((one) => one.text ?? "").join(" ");
  if (/\}\}\s*\{\{|\{\{\s*\}\}|\{\{[^}]*$/.test(text)) {
    return { reason: "INVALID_FORMAT", text: "Variables stand side by side, or are not closed." };
  }
  if (category === "UTILITY" && PROMOTIONAL.test(text)) {
    return {
      reason: "INCORRECT_CATEGORY",
      text: "The content promotes an offer, which is not a utility message.",
    };
  }
  return null;
}

const PROMOTIONAL =
  /\b(offert[ae]|sconto|sconti|promo(zion[ei])?|gratis|risparmi\w*|conviene|discount|sale|offer|free)\b|\d\s*%/i;
