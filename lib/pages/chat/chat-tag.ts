import { createHash } from "node:crypto";

/** What a page shows of a list: in order, each with a hash of how it is drawn. */
export interface Shown {
  id: string;
  hash: string;
}

/** What a page has, as it gives it back with its next question. */
export interface ChatTag {
  /** Of the answer that it was made from; null: to be made again. */
  stamp: string | null;
  rows: Shown[];
  items: Shown[];
  parts: Shown[];
}

/** Four characters: of two drawings in 16 million one change is not seen. */
export function shortHash(drawn: string): string {
  return createHash("sha256").update(drawn).digest("base64url").slice(0, 4);
}

/** `stamp;row-14.ab3_,row-3.x9-K;m-71.…;views.…` */
export function writeTag({ stamp, rows, items, parts }: ChatTag): string {
  const list = (shown: Shown[]) => shown.map(({ id, hash }) => `${id}.${hash}`).join(",");
  return [stamp ?? "", list(rows), list(items), list(parts)].join(";");
}

/** Null for what no page of ours has. */
export function readTag(tag: string | undefined): ChatTag | null {
  const fields = (tag ?? "").split(";");
  if (fields.length !== 4 || !/^[\w.~-]{0,80}$/.test(fields[0]!)) return null;
  const [rows, items, parts] = fields.slice(1).map(readList);
  return rows && items && parts ? { stamp: fields[0] || null, rows, items, parts } : null;
}

function readList(text: string): Shown[] | null {
  if (text === "") return [];
  const shown = text.split(",").map((each) => {
    const [, id, hash] = /^([a-z][\w-]{0,40})\.([\w-]{4})$/.exec(each) ?? [];
    return id && hash ? { id, hash } : null;
  });
  return shown.every((each) => each !== null) ? shown : null;
}
