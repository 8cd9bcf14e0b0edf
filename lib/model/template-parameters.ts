import type { TemplateDraft } from "./template.ts";

/** `{contact_name|cliente}`: the variable, and what stands where it is missing. */
const variable = /\{([a-z_]+)(?:\|([^{}|]*))?\}/g;

/** What the reviewers see in their place. */
export const exampleValues: Readonly<Record<string, string>> = {
  contact_name: "Mario Rossi",
  contact_first_name: "Mario",
  agent_name: "Giulia Ferri",
  agent_first_name: "Giulia",
  company: "Azienda Agricola Rossi",
};

export interface Occurrence {
  /** `contact_name` */
  variable: string;
  /** Null where there is none. */
  fallback: string | null;
}

/** The variables of a text as they stand in it. */
export function variablesIn(text: string): Occurrence[] {
  return [...text.matchAll(variable)].map(([, name = "", fallback]) => ({
    variable: name,
    fallback: fallback?.trim() || null,
  }));
}

/**
 * A text of ours as WhatsApp writes it: `{contact_name|cliente}` is `{{contact_name}}`. A variable that comes again is another
 * parameter, with a letter behind it: its fallback may be another, and names are letters and `_` (docs, templates).
 */
export function withParameters(text: string): Pick<TemplateDraft, "body" | "parameters"> {
  const seen = new Map<string, number>();
  const parameters: TemplateDraft["parameters"] = [];
  const body = text.replace(variable, (_, name: string) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    const own = before === 0 ? name : `${name}_${String.fromCharCode(97 + (before % 26))}`;
    parameters.push({ name: own, example: exampleValues[name] ?? "Mario Rossi" });
    return `{{${own}}}`;
  });
  return { body, parameters };
}

/** The same with the examples in their place. */
export function withExamples(text: string): string {
  return text.replace(variable, (_, name: string) => exampleValues[name] ?? "Mario Rossi");
}

/** What stands for a variable in a text of the vendor's: `{{1}}`, `{{order_id}}`. */
export const placeholder = /\{\{\s*(\w+)\s*\}\}/g;

export function placeholdersIn(body: string): string[] {
  return [...body.matchAll(placeholder)].map(([, name = ""]) => name);
}
