/**
 * Words with one letter wrong, missing, added or swapped, put right: "contatattemi", "scrivetrmi". Not at the first letter
 * and not in the last two: the ending says who does what to whom ("scriverò", "scrivervi" are no slips).
 */
export function spellWords(words: string[], lexicon: Lexicon): string[] {
  return words.map((word) =>
    word.length < shortest || lexicon.words.has(word)
      ? word
      : (lexicon.alike.get(outline(word))?.find((other) => isOneSlipFrom(word, other)) ?? word),
  );
}

export interface Lexicon {
  words: ReadonlySet<string>;
  /** Those long enough to be put right to, by what a slip leaves as it is. */
  alike: ReadonlyMap<string, string[]>;
}

export function makeLexicon(words: string[]): Lexicon {
  const known = new Set(words);
  return {
    words: known,
    alike: Map.groupBy(
      [...known].filter(({ length }) => length >= shortest),
      outline,
    ),
  };
}

const outline = (word: string) => word[0]! + word.slice(-2);
const shortest = 6;

function isOneSlipFrom(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let [a, b] = [one.length, other.length];
  while (a > start && b > start && one[a - 1] === other[b - 1]) {
    a--;
    b--;
  }
  const [left, right] = [one.slice(start, a), other.slice(start, b)];
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return (left.length <= 1 && right.length <= 1) || isSwap;
}
