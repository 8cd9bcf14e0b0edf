import type { Context } from "hono";
import { csvLine } from "../base/csv-line.ts";
import type { Cell } from "../base/table-cell.ts";
import { attachmentHeader } from "./attachment-header.ts";

/** So that Excel reads accents right. */
const byteOrderMark = "\uFEFF";

/**
 * A table to be saved under this name, sent line by line while it is read. What the first line throws is an answer of its
 * own, since none has begun.
 */
export async function csvAnswer(c: Context, name: string, rows: AsyncGenerator<Cell[]>): Promise<Response> {
  const first = await rows.next();
  const text = ReadableStream.from(marked(first.done ? "" : csvLine(first.value), rows));
  return c.body(text.pipeThrough(new TextEncoderStream()) as ReadableStream<Uint8Array>, 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": attachmentHeader(name),
  });
}

async function* marked(first: string, rest: AsyncGenerator<Cell[]>): AsyncGenerator<string> {
  yield byteOrderMark + first;
  for await (const row of rest) yield csvLine(row);
}
