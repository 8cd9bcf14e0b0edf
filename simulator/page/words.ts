import { en } from "./words-en.ts";
import { it } from "./words-it.ts";

export type Lang = "it" | "en";
export type Words = typeof it;

export function wordsOf(lang: Lang): Words {
  return lang === "en" ? en : it;
}
