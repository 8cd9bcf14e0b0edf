import { Problem } from "./problem.ts";
import { wellFormed } from "./well-formed.ts";

/** No vendor nests deeper than ten; the reviver and every later walk recurse. */
const maxDepth = 100;
/** A list of thousands of messages has about forty commas a message; each is a value that is walked several times. */
const maxValues = 250_000;

/**
 * JSON from outside, as well-formed values. Integers beyond 2^53 become strings with all their digits
 * (ids and phone numbers arrive as JSON integers), and so does what overflows a double, e.g. `1e999`.
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const { depth, values } = measure(json);
  if (values > maxValues) {
    throw new Problem("body_too_large", "The body holds too many values. Send fewer events a request.");
  }
  if (depth > maxDepth) {
    throw new Problem("bad_json", `The body nests deeper than ${maxDepth} levels; send a flatter JSON.`, {
      reason: "too_deep",
    });
  }
  try {
    return wellFormed(JSON.parse(json, keepDigits as (key: string, value: unknown) => unknown));
  } catch (cause) {
    throw new Problem("bad_json", "The body is not valid JSON; check its quotes, commas and brackets.", {
      cause,
    });
  }
}

/** `context.source` is the literal's own text (Node 21 and later; not yet in TypeScript's ES2024 lib). */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  const losesDigits = /^-?\d+$/.test(context.source) && !Number.isSafeInteger(value);
  return losesDigits || !Number.isFinite(value) ? context.source : value;
}

/** Its depth, and about how many values it has, without reading it: no further than where either is too much. */
function measure(json: string): { depth: number; values: number } {
  let [depth, deepest, values, inString] = [0, 0, 0, false];
  for (let i = 0; i < json.length && deepest <= maxDepth && values <= maxValues; i++) {
    const char = json[i];
    if (inString) {
      if (char === "\\") i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === ",") values++;
    else if (char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
    else if (char === "}" || char === "]") depth--;
  }
  return { depth: deepest, values };
}
