import type { Language } from "../../base/language.ts";
import { readablePhone } from "../shell/format.ts";
import { texts } from "../shell/texts.ts";

/** What to call the person of a call: a name, else the number, else that it was hidden. */
export function callName(
  language: Language,
  call: {
    name: string | null;
    phone: string | null;
    phoneRaw?: string | null;
    silence?: string | null;
  },
): string {
  if (call.silence === "erased") return texts[language].erasedName;
  if (call.name) return call.name;
  if (call.phone) return readablePhone(call.phone);
  return call.phoneRaw ?? texts[language].calls.anonymous;
}
