import { type CountryCode, type NumberType, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Phone } from "./domain-value.ts";
import { isSpoiltBySpreadsheet, plainNumber, severalNumbers } from "./written-number.ts";

/**
 * Reads a number as a source sent it.
 *
 * CloudTalk's workflows send digits without `+`, usually but not always with the country code, often as
 * a JSON integer; other places send `+`. So digits have two readings, and no prefix tells them apart:
 * `3931234567` is an Italian 393 mobile, `393331234567` has the country code, and `33612345678` is both
 * a French mobile and, to the metadata, an Italian mailbox. Both readings are tried, see `best`.
 */
export function readPhone(raw: unknown, defaultCountry: string): Phone {
  const text = phoneText(raw);
  if (text === null) return { e164: null, raw: null, problem: "withheld" };
  if (isWithheld(text)) return { e164: null, raw: text, problem: "withheld" };

  const dialled = plainNumber(text);
  if (/^\d{2,5}$/.test(dialled)) return { e164: null, raw: text, problem: "internal" };
  if (isSpoiltBySpreadsheet(dialled)) return { e164: null, raw: text, problem: "invalid" };

  const country = defaultCountry.trim().toUpperCase() as CountryCode;
  const candidate = [dialled, ...severalNumbers(dialled)].reduce<Candidate | null>(
    (found, number) => found ?? best(readings(number, country)),
    null,
  );
  if (candidate === null) return { e164: null, raw: text, problem: "invalid" };
  return { e164: candidate.e164, raw: text, problem: reachable.has(candidate.type) ? null : "fixed_line" };
}

/**
 * Kinds of number a WhatsApp account is registered with. Everything else (fixed lines, toll-free, premium,
 * shared-cost, UAN, pager, voicemail) is `fixed_line`.
 */
const reachable = new Set<NumberType>(["MOBILE", "FIXED_LINE_OR_MOBILE", "VOIP", "PERSONAL_NUMBER"]);

interface Candidate {
  e164: string;
  type: NumberType;
}

function readings(dialled: string, country: CountryCode): Candidate[] {
  const international = /^(?:\+|00)[+0]*(.*)$/.exec(dialled);
  if (international) return trunkReadings(`+${international[1]}`);
  return [...valid(dialled, country), ...valid(`+${dialled}`)];
}

/**
 * `+39 (0)…`: the 0 is dialled at home only. Italy and San Marino keep it before a fixed line, and have mobiles of ten
 * digits from 3; so `(0)55 12345678` is Florence, although 55 without it would be VoIP.
 */
function trunkReadings(text: string): Candidate[] {
  const parts = /^(\+\d{1,3})[\s.-]*\(\s*0\s*\)(.*)$/.exec(text);
  if (!parts) return valid(text);
  const [, code, rest] = parts;
  const readsAsDialled = [`${code} ${rest}`, `${code} 0${rest}`];
  const keepsZero = /^\+(39|378)$/.test(code!) && !/^3\d{9}$/.test(rest!.replace(/\D/g, ""));
  const [first, second] = (keepsZero ? readsAsDialled.toReversed() : readsAsDialled).map((each) =>
    valid(each),
  );
  return first!.length > 0 ? first! : second!;
}

function valid(text: string, defaultCountry?: CountryCode): Candidate[] {
  const number = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
  // libphonenumber knows valid numbers of up to 19 digits; E.164, and so WhatsApp, ends at 15.
  if (!number?.isValid() || !/^\+[1-9]\d{5,14}$/.test(number.number)) return [];
  return [{ e164: number.number, type: number.getType() }];
}

/** One that can be messaged, else a fixed line, else any; the national reading first among equals. */
function best(candidates: Candidate[]): Candidate | null {
  return (
    candidates.find((candidate) => reachable.has(candidate.type)) ??
    candidates.find((candidate) => candidate.type === "FIXED_LINE") ??
    candidates[0] ??
    null
  );
}

function phoneText(raw: unknown): string | null {
  if (raw === null || raw === undefined) return null;
  const text = (typeof raw === "object" ? JSON.stringify(raw) : String(raw)).trim();
  return text === "" || isTemplateText(text) ? null : text;
}

/** `{{ event.properties.external_number }}` arrives literally when a template is set up wrongly. */
function isTemplateText(text: string): boolean {
  const start = text.indexOf("{{");
  return start !== -1 && text.includes("}}", start + 2);
}

const withheldWords =
  /anon[yi]m|block|unknown|privat|withheld|restricted|unavailable|sconosciut|nascost|hidden|caller id/i;
/** What an unset variable becomes on its way through somebody's JavaScript or Python. */
const emptyWords = /^(null|undefined|none|nan|n\/a|nessuno|false|[+0-]+)$/i;

/** Words that stand where a withheld number would, and their kin; a text with digits is none. */
function isWithheld(text: string): boolean {
  return emptyWords.test(text) || (!/[1-9]/.test(text) && withheldWords.test(text));
}
