import * as z from "zod/mini";

/** A stable name inside a setting: `default_rule`, `after-3-days`. */
export const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/));

/** One line that a person wrote. */
export const sentence = (most: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(most), z.regex(/^[^\p{Cc}]*$/u));

/** At least one line, at most `most` of them. */
export const texts = (most: number) => z.array(sentence(200)).check(z.minLength(1), z.maxLength(most));

export const wholeNumber = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));

/** `HH:MM` on a 24-hour clock; 24:00 only as an end. */
export const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));
