/** The opt-out words that the first message offers, plus what Italians write anyway; accents already gone. */
const stopWords = new Set([
  "stop",
  "basta",
  "cancellami",
  "disiscrivimi",
  "non scrivetemi piu",
  "unsubscribe",
]);

/** Longer texts cannot be one of the words, whatever stands around it. */
const longestWorthReading = 100;

/**
 * True when the whole text is one of the words. "Basta che mi dica dove inviarla" answers us: a word
 * inside a sentence never opts anybody out, and neither does one beside an emoji.
 *
 * Italian keyboards write "più" as "piu'", "piu’" or "piu`"; WhatsApp's own formatting puts `*`, `_` and
 * `~` around a word.
 */
export function isStopWord(text: string | null): boolean {
  if (text === null || text.length > longestWorthReading) return false;
  const word = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^[\p{P}\p{Z}\p{Cf}\s<>|~`´^]+|[\p{P}\p{Z}\p{Cf}\s<>|~`´^]+$/gu, "")
    .replace(/\s+/g, " ");
  return stopWords.has(word);
}
