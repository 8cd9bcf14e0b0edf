import { readablePhone } from "../format.ts";
import type { ContactTexts } from "./texts.ts";

/** What to call a person in a line: a name, else the number, else that there is none. */
export function contactName(
  t: ContactTexts,
  person: { name: string | null; phone: string | null; erasedAt?: string | null },
): string {
  if (person.erasedAt) return t.erasedName;
  return person.name ?? (person.phone ? readablePhone(person.phone) : t.unnamed);
}
