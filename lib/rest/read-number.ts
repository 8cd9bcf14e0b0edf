import { Problem } from "../base/problem.ts";
import { readPhone } from "../model/phone.ts";

/** A phone number in whatever form it was written, as E.164. Throws Problem `bad_request` that names the field. */
export function readNumber(given: string | number, country: string, field: string): string {
  const { e164 } = readPhone(given, country);
  if (e164) return e164;
  throw new Problem(
    "bad_request",
    `The field "${field}" is not a phone number. Write it like +393331234567.`,
    { field },
  );
}
