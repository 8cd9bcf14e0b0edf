import { answerMeaning } from "./answer-meaning.ts";
import type { AnswerMeaning, LeadAnswer, Phone } from "./domain-value.ts";
import { readPhone } from "./phone.ts";

/**
 * One answer of a form or cell of a list, as it was given, with what it is probably about: by the question's name, else by how people
 * read it; nothing where the two disagree or neither is sure. `phone` and `email` are read whatever the question was.
 */
export function leadAnswer(
  { name, label, values }: { name: string; label?: string; values: string[] },
  defaultCountry: string,
): LeadAnswer {
  const [as, phone, email] = [guess(name, label), phoneIn(values, defaultCountry), emailIn(values)];
  return {
    name,
    ...(label !== undefined && label !== "" && { label }),
    values,
    ...(as && { as }),
    ...(phone && { phone }),
    ...(email && { email }),
  };
}

/** Trimmed, lower case, without `mailto:`; null for what is no address. A domain in punycode stays so. */
export function readEmail(text: string): string | null {
  const email = text
    .replace(/\p{Cf}/gu, "")
    .trim()
    .replace(/^mailto:/i, "")
    .toLowerCase();
  const isOne =
    email.length <= 254 &&
    /^[^\s@<>()[\],;:"\\]{1,64}@[^\s@<>()[\],;:"\\]+\.[^\s@.<>()[\],;:"\\]{2,}$/.test(email);
  return isOne && !email.includes("..") ? email : null;
}

function guess(name: string, label: string | undefined): AnswerMeaning | undefined {
  const [own, read] = [answerMeaning(name), label === undefined ? undefined : answerMeaning(label)];
  if (own === undefined || read === undefined || own === read) return own ?? read;
  // `Nome` is over the whole name as often as over the first.
  const names = ["full_name", "first_name"];
  return names.includes(own) && names.includes(read) ? own : undefined;
}

/** Of several the first that WhatsApp reaches, else the first. */
function phoneIn(values: readonly string[], defaultCountry: string): Phone | undefined {
  const phones = values
    // Meta's own lists of leads write `p:+393331234567`.
    .map((value) => value.trim().replace(/^p:\s*(?=[+\d])/i, ""))
    .filter((value) => value.length <= 100 && value.replace(/\D/g, "").length >= 6)
    .map((value) => readPhone(value, defaultCountry));
  return phones.find((phone) => phone.problem === null) ?? phones[0];
}

function emailIn(values: readonly string[]): string | undefined {
  return values.map(readEmail).find((email) => email !== null) ?? undefined;
}
