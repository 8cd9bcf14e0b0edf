import { decodeEntities } from "./decode-entities.ts";
import { mendCharset } from "./mend-charset.ts";
import { isPlaceholderName } from "./placeholder-name.ts";

/** A name as it may stand in a text of ours: decoded once, its blanks folded; null for what is no name. */
export function readName(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const name = foldBlanks(mendCharset(decodeEntities(String(value))));
  return name === "" || isPlaceholderName(name) ? null : name;
}

/** A joiner stays where it shapes a letter or an emoji; in Latin script it is invisible dirt. */
function foldBlanks(text: string): string {
  return text
    .replace(/[\u200c\u200d](?=$|[\s\p{Script=Latin}])/gu, "")
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, "")
    .replace(/[\s\p{Cc}\u115f\u1160\u2800\u3164]+/gu, " ")
    .trim();
}
