import { asRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";

const longest = 256;

/**
 * Bytes as base64, however a printer of protobuf shows them: base64 already, a list of numbers, Node's
 * `{type: "Buffer", data}`, or an object with the places as names (a Uint8Array through JSON.stringify).
 */
export function readBytes(value: unknown): string | null {
  if (typeof value === "string") return asText(value);
  const record = asRecord(value);
  if (typeof record.data === "string") return asText(record.data);
  const list = Array.isArray(value) ? value : Array.isArray(record.data) ? record.data : placesOf(record);
  if (list.length === 0 || list.length > longest || !list.every(isByte)) return null;
  return Buffer.from(list).toString("base64");
}

function placesOf(record: Record<string, unknown>): unknown[] {
  const length = Object.keys(record).length;
  return length > longest ? [] : Array.from({ length }, (_, place) => record[place]);
}

function isByte(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}
