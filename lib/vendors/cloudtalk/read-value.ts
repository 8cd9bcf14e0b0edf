import { canonicalKey } from "./canonical-key.ts";

/** Readers answer null for what they cannot read; the field is then kept as a custom one. */

export function readText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value.trim() || null : null;
}

/** `0` and `false` stand for "none" among CloudTalk's ids. */
export function readId(value: unknown): string | null {
  if (typeof value === "number") return Number.isInteger(value) && value !== 0 ? String(value) : null;
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" || text.length > 200 || /^(0+|none|false)$/i.test(text) ? null : text;
}

export function readBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" && typeof value !== "number") return null;
  const word = String(value).trim().toLowerCase().replace(/[.!]$/, "");
  if (/^(true|1|yes|y|on|s[iìí]|s|vero)$/.test(word)) return true;
  if (/^(false|0|no|n|off|falso)$/.test(word)) return false;
  return null;
}

/** Whole seconds; half a second of talk is talk. Clock forms (`00:03:26`) occur in exports. */
export function readSeconds(value: unknown): number | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value).trim();
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})$/.exec(text);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const plain = /^(\d{1,7}(?:\.\d+)?)\s*(?:s|sec|seconds?)?$/i.exec(text);
  return plain ? Math.ceil(Number(plain[1])) : null;
}

/**
 * A time as text, zone unknown. answered_at of a missed call is null, "" or "0" (nejcpetan's ETL); a word
 * or a flag under the same name is no time.
 */
export function readTime(value: unknown): string | null {
  const text = readText(value);
  if (text === null || text.length < 8 || text.length > 64) return null;
  return /[1-9]/.test(text) && /\d{2}/.test(text) ? text : null;
}

/** More than any call has, of 200 characters each; each condition of each rule asks them all. */
const mostTags = 200;

/** A comma list, oldest first, in workflows; objects with a label in the analytics API. */
export function readTags(value: unknown): string[] | null {
  const items = typeof value === "string" ? value.split(/[,;]/) : value;
  if (!Array.isArray(items)) return null;
  const names = items.map((item) => readText(typeof item === "object" && item ? labelOf(item) : item));
  return [...new Set(names.filter((name) => name !== null).map((name) => name.slice(0, 200)))].slice(
    0,
    mostTags,
  );
}

function labelOf(item: object): unknown {
  const { label, name, tag } = item as Record<string, unknown>;
  return label ?? name ?? tag;
}

/** Shown to staff as a link, so nothing but the web. */
export function readWebUrl(value: unknown): string | null {
  const text = readText(value);
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}

const directions: Record<string, "incoming" | "outgoing" | "internal" | "monitor"> = {
  incoming: "incoming",
  inbound: "incoming",
  in: "incoming",
  entrata: "incoming",
  inentrata: "incoming",
  outgoing: "outgoing",
  outbound: "outgoing",
  out: "outgoing",
  uscita: "outgoing",
  inuscita: "outgoing",
  internal: "internal",
  interna: "internal",
  monitor: "monitor",
  monitoring: "monitor",
  monitored: "monitor",
};

export function readDirection(value: unknown): (typeof directions)[string] | null {
  if (typeof value !== "string") return null;
  const word = canonicalKey(value).replace(/call$/, "");
  return Object.hasOwn(directions, word) ? directions[word]! : null;
}
