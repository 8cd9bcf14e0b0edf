import { canonicalKey } from "./canonical-key.ts";

/** `ended`: the call is over. `fact`: something later about a call. `other`: not about a call's end. */
export type EventKind = "ended" | "fact" | "other";

/**
 * CloudTalk adds no event name; the workflow's author types one, usually after the trigger: Call Started,
 * Ringing on Agent, Answered, Modified, Ended, Raised Hand, Message Sent/Received, Contact and User …, User
 * Status Changed, Recording Uploaded, Transcription Created (help.cloudtalk.io/en/articles/5648924-triggers).
 * The first rule that matches counts, so "transcription completed" is a fact and "not answered" an end.
 */
const rules: [RegExp, EventKind][] = [
  [/^(message|sms|mms|whatsapp)|^(contact|user|agent)(creat|updat|delet|status)/, "other"],
  [/modif|updat|chang|tagged|^(call)?tags?|^(call|new)*note|disposition|rating|summary|cidata/, "fact"],
  [/record|registrazion|transcri|trascri/, "fact"],
  [
    /ended|hangup|hungup|finish|complet|terminat|closed|callend|endcall|endofcall|^end$|aftercall|postcall/,
    "ended",
  ],
  [/notanswer|unanswer|noanswer|missed|voicemail|voiceagent|extract|analysis/, "ended"],
  [/chiamata(finita|chiusa|conclusa|persa)|finechiamata/, "ended"],
  [
    /start|ring|answer|raisedhand|initiat|queue|dial|incoming|outgoing|newcall|transfer|hold|created/,
    "other",
  ],
];

/** Null for a word that says none of it. */
export function eventKind(event: string): EventKind | null {
  const word = canonicalKey(event);
  return rules.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}
