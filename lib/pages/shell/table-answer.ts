import type { Context } from "hono";
import type { Cell } from "../../base/table-cell.ts";
import { csvAnswer } from "../../web/csv-answer.ts";
import { xlsxAnswer } from "../../web/xlsx-answer.ts";

export interface HandedTable {
  /** Of the file, without its ending. */
  name: string;
  header: string[];
  rows: AsyncIterable<Cell[]> | Iterable<Cell[]>;
  /** Of Excel's columns, in characters. */
  widths: number[];
  timeZone: string;
}

/** A table to be saved: Excel where the address says `format=xlsx`, else CSV. */
export function tableAnswer(
  c: Context,
  { name, header, rows, widths, timeZone }: HandedTable,
): Promise<Response> {
  const all = (async function* (): AsyncGenerator<Cell[]> {
    yield header;
    yield* rows;
  })();
  return c.req.query("format") === "xlsx"
    ? xlsxAnswer(c, `${name}.xlsx`, { rows: all, widths, timeZone })
    : csvAnswer(c, `${name}.csv`, all);
}
