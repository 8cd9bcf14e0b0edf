import type { TemplateContent } from "../../../model/content.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { fields, type Part } from "./fields.ts";

/**
 * A reviewed text with what stands for its variables (docs, template messages). `components` may bring all that is filled: header,
 * body, buttons. Without a body among them the parameters make one; parts of a template's own definition, a footer say, are not sent.
 */
export function templatePart({ name, language, parameters, named, components }: TemplateContent): Part {
  const given = (components ?? []).flatMap(sentComponent);
  const hasBody = given.some(({ type }) => type === "body");
  const body = hasBody ? [] : bodyOf(parameters, named);
  const header = given.filter(({ type }) => type === "header");
  const rest = given.filter(({ type }) => type !== "header");
  const all = [...header, ...body, ...rest];
  const filled = all.length > 0 && { components: all };
  return fields("template", { name, language: { code: language }, ...filled });
}

function bodyOf(parameters: string[], named: Record<string, string> | undefined): JsonRecord[] {
  const texts = named
    ? Object.entries(named).map(([name, text]) => ({ type: "text", parameter_name: name, text }))
    : parameters.map((text) => ({ type: "text", text }));
  return texts.length > 0 ? [{ type: "body", parameters: texts }] : [];
}

/** `sub_type` in small letters and `index` as text, as Meta's page has them; its examples differ. */
function sentComponent(component: unknown): JsonRecord[] {
  const { type, parameters, sub_type: subType, index, ...more } = asRecord(component);
  const word = asText(type)?.toLowerCase();
  if (!Array.isArray(parameters) || (word !== "header" && word !== "body" && word !== "button")) return [];
  const place = word === "button" && { sub_type: String(subType).toLowerCase(), index: String(index ?? 0) };
  return [{ ...more, type: word, ...place, parameters }];
}
