import { foldWord } from "./fold-words.ts";

export type WordClasses = Record<string, readonly string[]>;

/**
 * A phrase as a pattern over folded words, each with a blank behind it. "non @me? scrivete|mandate piu": a word, one of
 * several, one of a class; `?` where it may be missing, `_` for a blank inside.
 */
export function compilePhrase(phrase: string, classes: WordClasses): RegExp {
  return new RegExp(
    phrase
      .split(" ")
      .map((atom) => {
        const words = wordsOf(atom, classes).map((word) => foldAll(word));
        // Longer ones first: "mai piu" before "mai".
        const choice = `(?:${words.sort((a, b) => b.length - a.length).join("|")}) `;
        return atom.endsWith("?") ? `(?:${choice})?` : choice;
      })
      .join(""),
    "y",
  );
}

/** Every word that a phrase may hold, folded. */
export function vocabularyOf(phrase: string, classes: WordClasses): string[] {
  return phrase
    .split(" ")
    .flatMap((atom) => wordsOf(atom, classes))
    .flatMap((word) => foldAll(word).split(" "));
}

/** Every word with which a phrase may begin, folded. */
export function firstWordsOf(phrase: string, classes: WordClasses): string[] {
  const atoms = phrase.split(" ");
  const required = atoms.findIndex((atom) => !atom.endsWith("?"));
  return atoms
    .slice(0, required < 0 ? atoms.length : required + 1)
    .flatMap((atom) => wordsOf(atom, classes))
    .map((word) => foldAll(word).split(" ")[0]!);
}

function wordsOf(atom: string, classes: WordClasses): string[] {
  return atom
    .replace(/\?$/, "")
    .split("|")
    .flatMap((one) => {
      if (!one.startsWith("@")) return [one];
      const words = classes[one.slice(1)];
      if (words === undefined) throw new Error(`There is no class of words "${one}".`);
      return words;
    });
}

function foldAll(word: string): string {
  return word.split(/[_ ]/).map(foldWord).join(" ");
}
