import * as z from "zod/mini";
import { sentence } from "../base/parts.ts";
import { consentKey } from "../model/consent-key.ts";

/** Kept as it is compared ("Non scrivetemi più!" is "non scrivetemi piu"): SQL compares it letter by letter. */
const word = z.pipe(
  z.pipe(sentence(60), z.transform(consentKey)),
  z.string().check(z.minLength(1, "A word has letters or digits")),
);

/** By language (ISO 639-1). */
const words = z.record(
  z.string().check(z.regex(/^[a-z]{2}$/)),
  z.pipe(
    z.array(word).check(z.maxLength(100)),
    z.transform((list) => [...new Set(list)]),
  ),
);
const message = z.string().check(z.trim(), z.minLength(1), z.maxLength(1000));

/** The words with which a person stops our messages, or wants them again, and what we answer, once. */
export const consentSetting = z
  .strictObject({
    stopWords: words.check(
      z.refine((all) => Object.values(all).some((list) => list.length > 0), {
        message: "At least one stop word is needed.",
      }),
    ),
    startWords: words,
    confirm: z.boolean(),
    confirmation: z.strictObject({ stop: message, start: message }),
  })
  .check(
    z.refine(
      ({ stopWords, startWords }) => {
        const stops = new Set(Object.values(stopWords).flat());
        return !Object.values(startWords).some((list) => list.some((one) => stops.has(one)));
      },
      { message: "A word cannot both stop and start messages.", path: ["startWords"] },
    ),
  );
