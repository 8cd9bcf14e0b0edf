import { constantTimeEqual } from "../../base/constant-time-equal.ts";
import { Problem } from "../../base/problem.ts";
import type { IncomingRequest, Proof, Values } from "../vendor.ts";

/** Of who tries the address: Google itself sends the key in the body alone. */
export const keyHeader = "x-google-key";

/** Asked once for each key that there is, of a body that somebody unknown sent. */
const found = new WeakMap<Uint8Array, string[]>();

/** `google_key` in the body is all that proves Google: no signature, no list of addresses (Google, Lead form webhook, implementation). */
export function verifyGoogle({ headers, rawBody }: IncomingRequest, values: Values): Proof {
  const expected = values.GOOGLE_LEADS_KEY ?? "";
  if (expected === "") {
    throw new Problem(
      "not_configured",
      "No key for Google's lead forms is configured, so nothing from there can be trusted: set GOOGLE_LEADS_KEY, or make a key on the monitor.",
    );
  }
  const given = [headers.get(keyHeader)?.trim() ?? "", ...keysIn(rawBody)];
  // Each is compared, whichever is right.
  if (given.filter((key) => constantTimeEqual(key, expected)).length > 0) return { isSigned: false };
  throw new Problem(
    "unauthorized",
    "The key is missing or not ours: put the key of Aftercall into the webhook of this form at Google Ads.",
  );
}

/** What the body calls its key, also where the body as a whole is no JSON; a key of digits may be a number. */
function keysIn(rawBody: Uint8Array): string[] {
  let keys = found.get(rawBody);
  if (!keys) {
    const text = new TextDecoder().decode(rawBody);
    keys = [...text.matchAll(/"google_key"\s{0,20}:\s{0,20}(?:("(?:[^"\\]|\\.){0,200}")|(\d{1,50}))/g)]
      .slice(0, 3)
      .map(([, quoted, digits]) => (quoted === undefined ? digits! : unquoted(quoted)));
    found.set(rawBody, keys);
  }
  return keys;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return "";
  }
}
