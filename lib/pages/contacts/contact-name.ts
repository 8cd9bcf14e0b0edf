import type { Language } from "../../base/language.ts";
import { readablePhone } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";
import { contactTexts } from "./texts.ts";

/** What to call a person in a line: a name, else the number, else that there is none. */
export function contactName(
  language: Language,
  person: { name: string | null; phone: string | null; erasedAt?: string | null },
): string {
  if (person.erasedAt) return texts[language].erasedName;
  return person.name ?? (person.phone ? readablePhone(person.phone) : contactTexts[language].unnamed);
}
