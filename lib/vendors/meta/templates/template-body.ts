import type { TemplateDraft } from "../../../model/template.ts";
import type { JsonRecord } from "../../shared/as-record.ts";

/** The body of a creation (docs, templates): named parameters, each with its example. */
export function creationBody(draft: TemplateDraft): JsonRecord {
  const { name, language } = draft;
  return { name, language, ...changeBody(draft), category: draft.category.toUpperCase() };
}

/** What a change replaces: all components (docs, template management). The category of an approved one stays. */
export function changeBody({
  body,
  parameters,
  components,
  category,
  ttlSeconds,
}: TemplateDraft): JsonRecord {
  const named = parameters.map(({ name, example }) => ({ param_name: name, example }));
  const example = named.length > 0 ? { example: { body_text_named_params: named } } : {};
  const own = { type: "BODY", text: body, ...example };
  const header = components.filter(({ type }) => type === "HEADER");
  const below = components.filter(({ type }) => type !== "HEADER");
  // Marketing takes one by the Marketing Messages API alone; utility 30 s to 12 h (docs, time to live).
  const ttl = category === "utility" && ttlSeconds !== null ? { message_send_ttl_seconds: ttlSeconds } : {};
  return {
    parameter_format: "NAMED",
    components: [...header, own, ...below],
    ...ttl,
  };
}
