import { canonicalKey } from "./canonical-key.ts";

/** What a status or result word says of the call, as far as we must know. */
export type StatusMeaning = "unanswered" | "voicemail" | "under_way";

const unansweredWords =
  "missed|noanswer|notanswered|unanswered|busy|failed|abandoned|cancell?ed|rejected|declined|unreachable" +
  "|non(risposta|risposto|risponde)|persa|occupato|fallita";
const unanswered = new RegExp(`^(call)?(${unansweredWords})(call)?$`);
const voicemail = /^(call)?(voicemail|segreteria)(left|received)?$/;
const underWay = /^(started|initiated|queued|dialing|ringing|inprogress|ongoing|active|inprogresso|incorso)$/;

/** Null for anything else, `answered` and `completed` too: the talking time says more. */
export function statusMeaning(word: string): StatusMeaning | null {
  const key = canonicalKey(word);
  if (unanswered.test(key)) return "unanswered";
  if (voicemail.test(key)) return "voicemail";
  return underWay.test(key) ? "under_way" : null;
}
