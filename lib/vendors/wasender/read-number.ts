import { asRecord } from "../shared/as-record.ts";

/**
 * A count that may be a number, a string, or a protobuf Long `{low, high, unsigned}` as Baileys prints it
 * (seen in real captures, fact sheet 1.4). Null for anything negative or past 2^53.
 */
export function readNumber(value: unknown): number | null {
  const number = toNumber(value);
  return number !== null && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : null;
}

function toNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string") return /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
  const { low, high } = asRecord(value);
  if (typeof low !== "number" || typeof high !== "number") return null;
  return high * 2 ** 32 + (low >>> 0);
}
