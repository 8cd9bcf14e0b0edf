import type { JsonRecord } from "../as-record.ts";

/** `{type, <type>: …}`, or in one sentence what is wrong with it. */
export type Part = { fields: JsonRecord } | { problem: string };

/** `{type: "text", text: …}` */
export function fields(type: string, own: unknown): Part {
  return { fields: { type, [type]: own } };
}
