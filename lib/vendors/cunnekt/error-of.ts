import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { type ErrorRule, ruleOf } from "../shared/whatsapp/error-rules.ts";
import { readError } from "../shared/whatsapp/read-error.ts";

export type Sorted = Pick<ErrorRule, "means" | "text">;

/** From here on a number can only be Meta's own; smaller ones, but for 470, Cunnekt may use for what it likes. */
const firstOfMetas = 80_007;

/**
 * Cunnekt documents no errors of its own; what is passed on of WhatsApp's has Meta's codes (docs, error codes). Null for a code
 * that says nothing here: the HTTP status does.
 */
export function meaningOf(code: number | null): Sorted | null {
  return code !== null && (code === 470 || code >= firstOfMetas) ? ruleOf(code) : null;
}

/** Meta's `{error: {code, message}}`, or whatever words there are. */
export function errorOf(body: JsonRecord): { code: number | null; words: string } {
  const { code, words } = readError(body.error);
  const told = [words, body.error, body.message, asRecord(body.data).message, body.status];
  return { code, words: told.map(asText).find((text) => text !== null) ?? "" };
}
