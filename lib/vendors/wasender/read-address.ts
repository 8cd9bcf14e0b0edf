export interface Address {
  digits: string;
  /** What stands behind the `@`; null for `+E.164` and bare digits. */
  server: string | null;
  plus: boolean;
}

/**
 * Takes `<digits>:<device>@<server>`, `+E.164` and bare digits apart. Baileys also writes
 * `<digits>_<agent>` (WhiskeySockets/Baileys, WABinary/jid-utils). Null when there are no digits.
 */
export function readAddress(value: unknown): Address | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return null;
  const match = /^(\+?)(\d{1,20})(?:[_:]\d+)*(?:@([a-z.]+))?$/.exec(text.trim().toLowerCase());
  if (match === null) return null;
  return { digits: match[2]!, server: match[3] ?? null, plus: match[1] === "+" };
}
