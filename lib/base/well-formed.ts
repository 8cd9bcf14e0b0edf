/**
 * Text that Postgres stores: jsonb refuses `\u0000` and half a surrogate pair, and an event holding
 * one would fail for ever. Deep, keys too. A `__proto__` key is dropped: it means nothing to a vendor,
 * and copied by assignment it would become a prototype.
 */
export function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== "object") return value;
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const cleanKey = cleanText(key);
    if (cleanKey !== "__proto__") clean[cleanKey] = wellFormed(item);
  }
  return clean;
}

function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
