export type JsonRecord = Record<string, unknown>;

/** The value if it is a JSON object, else an empty one: whatever is missing then reads as undefined. */
export function asRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
