import { parseJson } from "../../base/parse-json.ts";
import { canonicalKey } from "./canonical-key.ts";
import { isFreeText } from "./free-text.ts";

/** What could be read of a template whose author put variables between quotation marks. */
export interface HalfReadBody {
  body: Record<string, unknown>;
  /** Fields whose value cannot be told from what stands around it: left out, never guessed. */
  unread: string[];
}

interface Candidate {
  opens: boolean;
  startsLine: boolean;
  key: string;
  from: number;
  to: number;
}

const ends = /^([\s\S]*?)([\s}\]]*),?\s*$/;

/**
 * A body whose values hold quotation marks, line breaks, tabs or backslashes, which CloudTalk puts into a template as
 * they are. The author's keys stay where they were written, so each value ends where the next key begins. A key that
 * comes twice with two values is nobody's: one of them may be part of a name. Null when there is nothing to read.
 */
export function readBrokenJson(text: string): HalfReadBody | null {
  const json = text.trim();
  // What was cut off may have lost the word that says not to send.
  if (!json.startsWith("{") || !json.endsWith("}")) return null;
  const candidates = candidatesIn(json);
  if (candidates.length === 0 || candidates[0]!.from !== 0) return null;
  const isByLine = candidates.filter((candidate) => candidate.startsLine).length >= candidates.length / 2;
  const root: Record<string, unknown> = {};
  const stack = [root];
  const unread = new Set<string>();
  for (let at = 0; at < candidates.length; ) {
    const { key, to } = candidates[at]!;
    let next = at + 1;
    while (
      next < candidates.length &&
      !endsBefore(json.slice(to, candidates[next]!.from), key, candidates[next]!, isByLine)
    ) {
      next += 1;
    }
    const raw = json.slice(to, candidates[next]?.from ?? json.length).trim();
    const top = stack.at(-1)!;
    if (candidates[next]?.opens && (raw === "" || raw === "[")) {
      const inner = {};
      put(top, key, raw === "[" ? [inner] : inner, unread);
      stack.push(inner);
    } else {
      const { value, closes, isRead } = readValue(raw, key);
      if (isRead) put(top, key, value, unread);
      else unread.add(key);
      for (let n = 0; n < closes && stack.length > 1; n += 1) stack.pop();
    }
    at = next;
  }
  for (const key of unread) drop(root, canonicalKey(key));
  if (Object.values(root).every((value) => value === null)) return null;
  return { body: root, unread: [...unread].slice(0, 20) };
}

function candidatesIn(json: string): Candidate[] {
  return [...json.matchAll(/([{,])(\s*)"([\p{L}_][\p{L}\p{N}_ .[\]-]{0,60})"\s*:\s*/gu)].map((match) => ({
    opens: match[1] === "{",
    startsLine: match[2]!.includes("\n"),
    key: match[3]!,
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/** Whether a value can end where this key begins. In a template with a key a line, a name does not end within its line. */
function endsBefore(text: string, key: string, next: Candidate, isByLine: boolean): boolean {
  const raw = text.trim();
  if (next.opens) return raw === "" || raw === "[";
  if (isByLine && !next.startsLine && raw.startsWith('"') && isFreeText(key)) return false;
  return !raw.startsWith('"') || /^"[\s\S]*"[\s}\]]*$/.test(raw);
}

function readValue(raw: string, key: string): { value: unknown; closes: number; isRead: boolean } {
  const [, told = "", tail = ""] = ends.exec(raw) ?? [];
  for (let keep = 0; keep <= tail.length; keep += 1) {
    const plain = scalar(told + tail.slice(0, keep));
    if (plain !== undefined) return { value: plain, closes: braces(tail.slice(keep)), isRead: true };
  }
  const text = /^"([\s\S]*)"$/.exec(told)?.[1];
  const closes = braces(tail);
  if (text === undefined) return { value: null, closes, isRead: told === "" };
  const isPlain = isFreeText(key) || /^[\w+:.\s-]*$/.test(text);
  return { value: wordsOf(text), closes, isRead: isPlain };
}

function braces(text: string): number {
  return text.split("}").length - 1;
}

/** A value that is JSON by itself, without objects: those have keys of their own. */
function scalar(text: string): unknown {
  if (text === "" || text.startsWith("{")) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** An author who escapes some of it has `\\"` between bare quotation marks. */
function wordsOf(text: string): string {
  return text
    .replace(/\\(["\\/])/g, "$1")
    .replace(/\s+/g, " ")
    .replaceAll("\0", "")
    .trim()
    .toWellFormed();
}

function put(into: Record<string, unknown>, key: string, value: unknown, unread: Set<string>): void {
  const known = Object.keys(into).find((other) => canonicalKey(other) === canonicalKey(key));
  if (known === undefined) {
    if (key !== "__proto__") into[key] = value;
  } else if (JSON.stringify(into[known]) !== JSON.stringify(value)) unread.add(key);
}

function drop(from: Record<string, unknown>, key: string): void {
  for (const [name, value] of Object.entries(from)) {
    if (canonicalKey(name) === key) delete from[name];
    else if (Array.isArray(value)) for (const item of value) dropIn(item, key);
    else dropIn(value, key);
  }
}

function dropIn(value: unknown, key: string): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    drop(value as Record<string, unknown>, key);
}
