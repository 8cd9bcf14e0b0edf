import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import { wellFormed } from "../../base/well-formed.ts";
import { readBrokenJson } from "./read-broken-json.ts";
import { hasRepeatedKey } from "./repeated-key.ts";

export interface DecodedBody {
  value: unknown;
  /** Names of the fields that could not be read, of a template that its values broke. */
  unread: string[];
}

/**
 * The body as a value. A workflow's author picks the format, and `curl -d '{…}'` labels JSON as a form, so
 * what starts like JSON is JSON whatever its label says.
 */
export function decodeBody(rawBody: Uint8Array, contentType: string | null): DecodedBody {
  const mime = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  const text = decodeText(rawBody, contentType);
  if (mime === "application/json" || mime.endsWith("+json")) return decodeJson(text);
  const known = mime === "" || mime === "text/plain" || mime === "application/x-www-form-urlencoded";
  if (known && /^\s*[{[]/.test(text)) return decodeJson(text);
  if (mime === "application/x-www-form-urlencoded") return { value: parseForm(text), unread: [] };
  throw new Problem(
    "unsupported_media_type",
    `The body is ${mime.slice(0, 100) || "of no stated type"}; send application/json or a URL-encoded form.`,
  );
}

function decodeJson(text: string): DecodedBody {
  try {
    const value = parseJson(text);
    const half = hasRepeatedKey(text) ? readBrokenJson(text) : null;
    return half === null ? { value, unread: [] } : { value: half.body, unread: half.unread };
  } catch (error) {
    const half = error instanceof Problem && error.reason === "bad_json" ? readBrokenJson(text) : null;
    if (half === null) throw error;
    return { value: half.body, unread: half.unread };
  }
}

function decodeText(rawBody: Uint8Array, contentType: string | null): string {
  const charset = /;\s*charset="?([\w-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(rawBody);
  } catch {
    return new TextDecoder().decode(rawBody);
  }
}

/** A key that comes twice, as browsers send lists, becomes a list. */
function parseForm(text: string): unknown {
  const fields = new Map<string, string | string[]>();
  for (const [key, value] of new URLSearchParams(text)) {
    const known = fields.get(key);
    if (known === undefined) fields.set(key, value);
    else if (Array.isArray(known)) known.push(value);
    else fields.set(key, [known, value]);
  }
  return wellFormed(Object.fromEntries(fields));
}
