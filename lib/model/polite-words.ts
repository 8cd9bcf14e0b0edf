/** What people put around a word out of politeness, or to say what should stop; it changes nothing of what they ask. */
const around = [
  "grazie",
  "grazie mille",
  "mille grazie",
  "grazie lo stesso",
  "per favore",
  "per piacere",
  "per cortesia",
  "prego",
  "buongiorno",
  "buon giorno",
  "buonasera",
  "buona sera",
  "buona giornata",
  "salve",
  "ciao",
  "saluti",
  "cordiali saluti",
  "please",
  "thanks",
  "thank you",
  "hello",
].map((phrase) => phrase.split(" "));

/** "Basta messaggi" is clear; "messaggi" before a word may be the subject of a sentence. */
const after = [["messaggi"], ["messages"]];

/** The words without what is polite at their ends; may be none. */
export function withoutPoliteWords(words: string[]): string[] {
  const first = around.find((phrase) => phrase.every((word, at) => words[at] === word));
  if (first) return withoutPoliteWords(words.slice(first.length));
  const last = [...around, ...after].find(
    (phrase) =>
      phrase.length <= words.length &&
      phrase.every((word, at) => words[words.length - phrase.length + at] === word),
  );
  return last ? withoutPoliteWords(words.slice(0, -last.length)) : words;
}
