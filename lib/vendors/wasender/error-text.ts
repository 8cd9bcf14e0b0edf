import { asRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";

/** Wasender's own words for a failure: under `message` or `error` (docs, responses-errors), once in a while deeper. */
export function errorText(body: JsonRecord): string | null {
  return (
    asText(body.error) ??
    asText(asRecord(body.error).message) ??
    asText(body.message) ??
    asText(body.failed_reason)
  );
}
