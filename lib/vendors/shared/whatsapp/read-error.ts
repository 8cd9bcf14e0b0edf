import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";

export interface GraphError {
  /** Null where the body names none. */
  code: number | null;
  subcode: number | null;
  /** Meta's own words, the details behind the title. */
  words: string;
}

/** `{error: {code, message, error_subcode?, error_data: {details}}}`, or one of a status: `{code, title, message, error_data}`. */
export function readError(value: unknown): GraphError {
  const error = asRecord(value);
  const details = asText(asRecord(error.error_data).details);
  const told = [asText(error.message) ?? asText(error.title), details].filter((text) => text !== null);
  return {
    code: numberOf(error.code),
    subcode: numberOf(error.error_subcode),
    words: [...new Set(told)].join(": "),
  };
}

export function errorOf(body: JsonRecord): GraphError {
  return readError(body.error);
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}
