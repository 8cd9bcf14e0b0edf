import { wordFor } from "../../base/language.ts";
import type { Cell } from "../../base/table-cell.ts";
import type { BillPerson } from "./read-bills.ts";
import type { BillsTexts } from "./texts.ts";

export const billWidths = [28, 28, 18, 28, 20, 50, 20, 30];

/** People as the rows of a table, under its columns. */
export async function* billRows(t: BillsTexts, people: AsyncIterable<BillPerson>): AsyncGenerator<Cell[]> {
  yield [...t.columns];
  for await (const { name, company, phone, bill, asked, last, lastAt, files } of people) {
    yield [
      name,
      company,
      phone,
      wordFor(t.owedStates, bill) ??
        (bill === "confirmed" ? t.good : bill === "check" ? t.states.check : null),
      asked && new Date(asked.at),
      last?.body?.replace(/\s+/g, " ").trim() ?? null,
      new Date(lastAt),
      files.map((file) => file.fileName ?? wordFor(t.kinds, file.kind) ?? file.kind).join(", ") || null,
    ];
  }
}
