/**
 * Words with one letter wrong, missing, added or swapped, put right: "contatattemi", "scrivetrmi". Not at the first letter
 * and not in the last two: the ending says who does what to whom ("scriverò", "scrivervi" are no slips).
 */
export function spellWords(words: string[], vocabulary: ReadonlySet<string>): string[] {
  return words.map((word) => {
    if (word.length < shortest || vocabulary.has(word)) return word;
    const near = [...vocabulary].filter(
      (other) =>
        other.length >= shortest &&
        other[0] === word[0] &&
        other.slice(-2) === word.slice(-2) &&
        isOneSlipFrom(word, other),
    );
    return near[0] ?? word;
  });
}

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
