import { isRecord, type JsonRecord } from "./as-record.ts";

/** The objects of a list; nothing of what is none. */
export function listOf(value: unknown): JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
