import type { Consent } from "./consent.ts";
import { csvLine } from "./csv-line.ts";

const columns = ["at", "contact", "name", "phone", "what", "by", "staff", "words", "reason", "confirmation"];

/** The history of consent as the lines of a table, as it comes: newest first, times in ISO 8601 UTC. */
export async function* consentCsv(pages: AsyncIterable<Consent[]>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const page of pages) yield page.map(line).join("");
}

function line(consent: Consent): string {
  return csvLine([
    new Date(consent.at).toISOString(),
    consent.contactId,
    consent.contactName,
    consent.phone,
    consent.kind,
    consent.source,
    consent.userId,
    consent.words,
    consent.reason,
    consent.noticeStatus,
  ]);
}
