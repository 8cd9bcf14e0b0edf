import * as z from "zod/mini";
import { sentence } from "../base/parts.ts";
import { consentKey } from "../model/consent-key.ts";

const leastLetters = 12;

/** Kept as it is compared, letter by letter, in SQL. "…" stands for anything: "grazie per … risponderemo". */
const phrase = z.pipe(
  z.pipe(sentence(200), z.transform(phraseKey)),
  z.string().check(
    z.refine((text) => text.includes(" ") && text.replaceAll(/[ .]/g, "").length >= leastLetters, {
      message: "A phrase has two words and twelve letters at least.",
    }),
  ),
);

/** Phrases by which a text is known for a machine's (a greeting, an away message): it proves nothing then. */
export const machinesSetting = z.strictObject({
  phrases: z.pipe(
    z.array(phrase).check(z.maxLength(200)),
    z.transform((list) => [...new Set(list)]),
  ),
});

function phraseKey(text: string): string {
  return text
    .split(/…|\.{3,}/u)
    .map(consentKey)
    .filter((part) => part !== "")
    .join(" ... ");
}
