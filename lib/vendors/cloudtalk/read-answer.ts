import { canonicalKey } from "./canonical-key.ts";
import { readBoolean, readText } from "./read-value.ts";
import { statusMeaning } from "./status-word.ts";

export interface Answer {
  answered: boolean | null;
  isVoicemail: true | null;
  /** What it said, where it says that nobody answered. */
  unansweredStatus: string | null;
}

const answeredWords =
  /^(call)?(answered|completed?|connected|success(ful)?|talked|rispost[ao]|completata|conclusa|conversazione)(call)?$/;

/** A field of which a manager said that it tells how the call went: yes or no, or a word. Null for what says neither. */
export function readAnswer(value: unknown): Answer | null {
  const word = typeof value === "boolean" ? String(value) : readText(value);
  if (word === null) return null;
  const meaning = statusMeaning(word);
  if (meaning === "voicemail") return { answered: null, isVoicemail: true, unansweredStatus: null };
  if (meaning === "unanswered" || readBoolean(value) === false) {
    return { answered: false, isVoicemail: null, unansweredStatus: word };
  }
  const isAnswered = readBoolean(value) === true || answeredWords.test(canonicalKey(word));
  return isAnswered ? { answered: true, isVoicemail: null, unansweredStatus: null } : null;
}
