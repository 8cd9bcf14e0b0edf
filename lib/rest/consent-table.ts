import type { Cell } from "../base/table-cell.ts";
import type { Consent } from "../model/consent.ts";

const columns = ["at", "contact", "name", "phone", "what", "by", "staff", "words", "reason", "confirmation"];
export const consentWidths = [20, 10, 28, 18, 12, 12, 38, 40, 40, 14];

/** The history of consent as the rows of a table, as it comes: newest first, under its columns. */
export async function* consentRows(pages: AsyncIterable<Consent[]>): AsyncGenerator<Cell[]> {
  yield columns;
  for await (const page of pages) yield* page.map(row);
}

function row(consent: Consent): Cell[] {
  return [
    new Date(consent.at),
    consent.contactId,
    consent.contactName,
    consent.phone,
    consent.kind,
    consent.source,
    consent.userId,
    consent.words,
    consent.reason,
    consent.noticeStatus,
  ];
}
