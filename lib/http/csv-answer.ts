import type { Context } from "hono";
import { attachmentHeader } from "./attachment-header.ts";

/** So that Excel reads accents right. */
const byteOrderMark = "\uFEFF";

/**
 * A table to be saved under this name, sent line by line while it is read. What the first line throws is an answer of its
 * own, since none has begun.
 */
export async function csvAnswer(c: Context, name: string, lines: AsyncGenerator<string>): Promise<Response> {
  const first = await lines.next();
  const text = ReadableStream.from(marked(first.done ? "" : first.value, lines));
  return c.body(text.pipeThrough(new TextEncoderStream()) as ReadableStream<Uint8Array>, 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": attachmentHeader(name),
  });
}

async function* marked(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield byteOrderMark + first;
  yield* rest;
}
