import { consentKey } from "./consent-key.ts";
import { ownWords } from "./own-words.ts";
import { readWish } from "./phrases/read-wish.ts";
import { withoutPoliteWords } from "./polite-words.ts";

/** Longer texts are sentences, whatever stands around the words. */
const longestText = 100;
const mostWords = 6;
const mostWordsOfSlips = 3;

/** What `consentKeys` adds for a text by which somebody wants no more of us. No text has it as its normal form. */
export const refusalMark = "~refusal";

/**
 * What a text may mean when it is compared, word for word, with the company's lists of stop and start words. "Basta che mi dica
 * dove inviarla" answers us: a word inside a sentence never opts anybody out, so each key stands for the whole text. The first
 * key is the text itself; then what is near enough to it; then the lines of the list that mean the same (`readWish`).
 */
export function consentKeys(text: string | null): string[] {
  if (text === null) return [];
  const { words, refuses } = readWish(text);
  return [...new Set([...nearKeys(text), ...words, ...(refuses ? [refusalMark] : [])])];
}

function nearKeys(text: string): string[] {
  if (text.length > longestText) return [];
  const own = consentKey(text);
  const words = withoutPoliteWords(joinedLetters(own.split(" ")));
  if (own === "") return [];
  // Nothing is made of a sentence; the company may still have it on its list, word for word.
  if (own.split(" ").length > mostWords * 2 || words.length > mostWords)
    return [...new Set([own, words.join(" ")])];
  const meant = [words, words.map(withoutStutter)].flatMap((form) => [form, ...said(form)]);
  return [...new Set([own, ...[...meant, ...meant.flatMap(slips)].map((form) => form.join(" "))])].filter(
    (key) => key !== "",
  );
}

/** "S T O P" */
function joinedLetters(words: string[]): string[] {
  return words
    .join(" ")
    .replace(/(?<!\S)\p{L}( \p{L}){2,}(?!\S)/gu, (letters) => letters.replaceAll(" ", ""))
    .split(" ");
}

/** "stop stop stop", said once. */
function said(words: string[]): string[][] {
  const isRepeated = words.length > 1 && words.every((word) => word === words[0]);
  return isRepeated ? [words.slice(0, 1)] : [];
}

/** "stoppp", "bastaaa", "stooop" */
function withoutStutter(word: string): string {
  return word.replace(/(\p{L})\1{2,}/gu, "$1").replace(/(\p{L})\1+$/u, "$1");
}

/**
 * With two neighbouring letters of one word put right: "sotp". Not of a word that is another one, nor of short ones; and of
 * few words only, since each slip is one more key.
 */
function slips(words: string[]): string[][] {
  if (words.length > mostWordsOfSlips) return [];
  return words.flatMap((word, at) =>
    /^\p{L}{4,20}$/u.test(word) && !ownWords.has(word)
      ? swaps(word).map((other) => [...words.slice(0, at), other, ...words.slice(at + 1)])
      : [],
  );
}

function swaps(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, at) => {
    const [before, after] = [letters.slice(0, at), letters.slice(at + 2)];
    return [...before, letter, letters[at], ...after].join("");
  });
}
