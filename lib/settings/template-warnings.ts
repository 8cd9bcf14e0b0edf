import { variablesIn } from "../model/template-parameters.ts";

/** What WhatsApp's reviewers refuse for certain (docs, template review; categorization, 14 Nov 2025). */
export const templateFaults = [
  "too_long",
  "starts_with_variable",
  "ends_with_variable",
  "adjacent_variables",
  "only_variables",
  "no_fallback",
] as const;
/** What makes them call it marketing. */
export const templateDoubts = [
  "names_no_call",
  "names_no_agreement",
  "offers_something",
  "many_variables",
] as const;
export type TemplateFault = (typeof templateFaults)[number];
export type TemplateDoubt = (typeof templateDoubts)[number];

export interface TemplateFindings {
  faults: TemplateFault[];
  doubts: TemplateDoubt[];
  /** The words that sound like an offer. */
  offers: string[];
}

const mark = "\u0001";
const call = /telefon|chiamat|conversazione|ci siamo sentit|\bcall(ed)?\b|\bphone\b|\bspoke|\btalked\b/i;
const agreement =
  /concordat|d'accordo|accordi|come (da|mi ha|ci ha|richiest)|\bagreed\b|as (discussed|requested|you asked|promised)/i;
const offer =
  /\b(offert[ae]|scont[oi]|promo\w*|risparmi\w*|gratis|gratuit\w+|omaggio|convenient\w*|approfitt\w*|occasion[ei]|imperdibil\w*|scopri\w*|novità|solo oggi|offers?|discounts?|sales?|free|save|deals?|best price)\b/gi;

/** Read while it is written. `isUtility`: it is asked for as that. */
export function findInTemplate(body: string, isUtility: boolean): TemplateFindings {
  const text = body.trim();
  const marked = text.replace(/\{[^{}]*\}/g, mark);
  const words = marked.replaceAll(mark, " ").match(/\p{L}{2,}/gu) ?? [];
  const variables = variablesIn(text);
  const faults: TemplateFault[] = [];
  // With the names of the variables, which are longer than what it is counted with.
  if (text.length > 1024) faults.push("too_long");
  if (variables.length > 0 && words.length === 0) faults.push("only_variables");
  else {
    if (marked.startsWith(mark)) faults.push("starts_with_variable");
    if (marked.endsWith(mark)) faults.push("ends_with_variable");
  }
  if (new RegExp(`${mark}\\s*${mark}`).test(marked)) faults.push("adjacent_variables");
  if (variables.some(({ fallback }) => fallback === null)) faults.push("no_fallback");
  const offers = [...new Set((text.match(offer) ?? []).map((word) => word.toLowerCase()))];
  const doubts: TemplateDoubt[] = [];
  if (variables.length > 0 && words.length > 0 && words.length < variables.length * 4)
    doubts.push("many_variables");
  if (isUtility) {
    if (!call.test(text)) doubts.push("names_no_call");
    if (!agreement.test(text)) doubts.push("names_no_agreement");
    if (offers.length > 0) doubts.push("offers_something");
  }
  return { faults, doubts, offers: isUtility ? offers : [] };
}
