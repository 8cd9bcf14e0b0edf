import { compilePhrase, firstWordsOf, vocabularyOf } from "./compile-phrase.ts";
import { foldWords } from "./fold-words.ts";
import {
  butWords,
  narrows,
  politePhrases,
  refusalPhrases,
  type Strength,
  startPhrases,
  stopPhrases,
  turnsRound,
} from "./phrases.ts";
import { makeLexicon, spellWords } from "./spell-words.ts";
import { wordClasses } from "./word-classes.ts";

/** What somebody says about our writing to them. */
export interface Wish {
  /** Lines of the company's lists that the text stands for. */
  words: string[];
  /** They want no more of us, whether or not a list has a word for it. */
  refuses: boolean;
}

interface Phrase {
  is: "stop" | "start" | "refusal" | "polite";
  word: string;
  strength: Strength;
  pattern: RegExp;
}

const longest = 400;
const nothing: Wish = { words: [], refuses: false };

interface Grammar {
  phrasesAt: Map<string, Phrase[]>;
  lexicon: ReturnType<typeof makeLexicon>;
}

let made: Grammar | undefined;

/** Made with the first text: most functions that load this never read one. */
function grammar(): Grammar {
  made ??= makeGrammar();
  return made;
}

function makeGrammar(): Grammar {
  const sources = [
    ...stopPhrases.flatMap(({ word, strength, phrases }) =>
      phrases.map((phrase) => ({ is: "stop" as const, word, strength, phrase })),
    ),
    ...startPhrases.flatMap(({ word, phrases }) =>
      phrases.map((phrase) => ({ is: "start" as const, word, strength: "bare" as const, phrase })),
    ),
    ...(["clear", "bare"] as const).flatMap((strength) =>
      refusalPhrases[strength].map((phrase) => ({ is: "refusal" as const, word: "", strength, phrase })),
    ),
    ...politePhrases.map((phrase) => ({
      is: "polite" as const,
      word: "",
      strength: "bare" as const,
      phrase,
    })),
  ];
  // By the words with which they may begin.
  const phrasesAt = new Map<string, Phrase[]>();
  for (const { phrase, ...rest } of sources) {
    const one = { ...rest, pattern: compilePhrase(phrase, wordClasses) };
    for (const word of new Set(firstWordsOf(phrase, wordClasses)))
      phrasesAt.set(word, [...(phrasesAt.get(word) ?? []), one]);
  }
  const lexicon = makeLexicon(
    sources.filter(({ is }) => is !== "polite").flatMap(({ phrase }) => vocabularyOf(phrase, wordClasses)),
  );
  return { phrasesAt, lexicon };
}

/** What the whole of a text asks for, or nothing: a grammar of a few phrases, politeness and names, and no likeness beyond. */
export function readWish(text: string): Wish {
  if (text.length > longest) return nothing;
  const clauses = text
    .split(/[.,;:!?…\n\r]+|\s[-–—]+\s|\p{Extended_Pictographic}+/u)
    .map((clause) => spellWords(foldWords(clause), grammar().lexicon))
    .filter((words) => words.length > 0);
  const words = clauses.flat();
  if (words.length === 0) return nothing;
  const isAsked = text.includes("?");
  return wishOf(covered(words), isAsked) ?? wishAmong(clauses, isAsked) ?? nothing;
}

/** Of a text that says nothing else. */
function wishOf(parts: Phrase[] | null, isAsked: boolean): Wish | null {
  const said = (parts ?? []).filter(({ is }) => is !== "polite");
  const stops = said.filter(({ is }) => is === "stop");
  if (stops.length > 0) {
    const isDoubtful = isAsked && stops.every(({ strength }) => strength === "told");
    return { words: isDoubtful ? [] : wordsOf(stops), refuses: true };
  }
  if (said.some(({ is }) => is === "refusal")) return { words: [], refuses: true };
  return said.length > 0 ? { words: wordsOf(said), refuses: false } : null;
}

/** Of a text that says other things too: what is clear in a clause of its own, or ends the text; else it may be a refusal. */
function wishAmong(clauses: string[][], isAsked: boolean): Wish | null {
  const words = clauses.flat();
  const isOfCalls = words.some((word) => /^(?:scriv|whats|mesag|text|mail)/.test(word));
  const counts = (one: Phrase) => one.word !== "non chiamatemi piu" || !isOfCalls;
  const own = clauses
    .flatMap((clause) => covered(clause) ?? [])
    .filter((one) => one.strength !== "bare" && one.is !== "polite" && counts(one));
  const stops = own.filter(({ is, strength }) => is === "stop" && (strength === "clear" || !isAsked));
  if (stops.length > 0) return { words: wordsOf(stops), refuses: true };

  const found = words.flatMap((_, at) => foundAt(words, at)).filter(({ phrase }) => counts(phrase));
  const last = found.filter(
    ({ phrase, rest }) => phrase.is === "stop" && phrase.strength === "clear" && covered(rest) !== null,
  );
  if (last.length > 0) return { words: wordsOf(last.map(({ phrase }) => phrase)), refuses: true };
  const hasOtherSide = words.some((word) => butWords.includes(word));
  const refuses =
    !hasOtherSide && (own.length > 0 || found.some(({ rest }) => !narrows.includes(rest[0] ?? "")));
  return refuses ? { words: [], refuses } : null;
}

/** Phrases that hold inside a sentence, at this word, with what follows them. */
function foundAt(words: string[], at: number): { phrase: Phrase; rest: string[] }[] {
  if (turnsRound.includes(words[at - 1] ?? "")) return [];
  return phrasesFrom(words, at)
    .filter(({ is, strength }) => is !== "polite" && strength !== "bare")
    .flatMap((phrase) => {
      const end = endOf(phrase, words, at);
      return end === null ? [] : [{ phrase, rest: words.slice(end) }];
    });
}

/** The phrases of which these words consist, of every way to read them; null when something else is said. */
function covered(words: string[]): Phrase[] | null {
  const reached: (Set<Phrase> | undefined)[] = [new Set()];
  for (let at = 0; at < words.length; at++) {
    const so = reached[at];
    if (so === undefined) continue;
    for (const phrase of phrasesFrom(words, at)) {
      const end = endOf(phrase, words, at);
      if (end === null) continue;
      reached[end] ??= new Set();
      for (const one of [...so, phrase]) reached[end].add(one);
    }
  }
  return reached[words.length] === undefined ? null : [...reached[words.length]!];
}

function phrasesFrom(words: string[], at: number): Phrase[] {
  return grammar().phrasesAt.get(words[at] ?? "") ?? [];
}

function endOf({ pattern }: Phrase, words: string[], at: number): number | null {
  const rest = words.slice(at);
  pattern.lastIndex = 0;
  const match = pattern.exec(`${rest.join(" ")} `);
  if (match === null || match[0] === "") return null;
  return at + match[0].trimEnd().split(" ").length;
}

function wordsOf(said: Phrase[]): string[] {
  return [...new Set(said.map(({ word }) => word))];
}
