import type { PauseReason } from "../../model/codes.ts";
import type { SendOutcome } from "../../model/provider.ts";

/** What the rules look at in an answer that is no plain success. */
export interface Refusal {
  status: number;
  /** The body is a JSON object with `success: false`. */
  refused: boolean;
  words: string;
}

type CodeOf<Kind extends SendOutcome["kind"]> = Extract<SendOutcome, { kind: Kind; code: string }>["code"];
export type AnswerMeaning =
  | { kind: "not_sent"; code: CodeOf<"not_sent">; pause: PauseReason | null }
  | { kind: "failed"; code: CodeOf<"failed"> }
  | { kind: "uncertain"; code: CodeOf<"uncertain"> };

interface AnswerRule {
  when: (answer: Refusal) => boolean;
  means: AnswerMeaning;
  /** What staff read before the provider's own words. */
  text: string;
}

const says = (pattern: RegExp) => (answer: Refusal) => pattern.test(answer.words);
const from =
  (first: number, last = first) =>
  (answer: Refusal) =>
    answer.status >= first && answer.status <= last;

const sessionDown = { kind: "not_sent", code: "session_down", pause: "session_down" } as const;
const badKey = { kind: "not_sent", code: "bad_key", pause: "bad_key" } as const;
const planEnded = { kind: "not_sent", code: "plan_ended", pause: "plan_ended" } as const;
const mayNotBegin = { kind: "not_sent", code: "may_not_begin", pause: null } as const;
const rateLimited = { kind: "not_sent", code: "rate_limited", pause: null } as const;
const notOnWhatsapp = { kind: "failed", code: "not_on_whatsapp" } as const;
const refused = { kind: "failed", code: "refused" } as const;
const serverError = { kind: "uncertain", code: "server_error" } as const;
const timeout = { kind: "uncertain", code: "timeout" } as const;
const unreadable = { kind: "uncertain", code: "unreadable_answer" } as const;

/**
 * Every documented answer but the success, first match wins (Wasender docs, responses-errors and
 * rate-limits; the texts that a program has to match are literal in fact sheet 1.3). The HTTP code of a
 * session that is down is not published, so its text comes first, under any code. A 5xx or a 408 may have
 * sent; a 2xx counts as a refusal only if it says `success: false` in words that we know.
 */
export const answerRules: AnswerRule[] = [
  {
    when: says(/session (is )?not connected/i),
    means: sessionDown,
    text: "The WhatsApp session is not connected",
  },
  {
    // WhatsApp's reach-out lock and its cap on new chats, under whatever code the gateway passes them on (Baileys issues 2441 and
    // 2707, waha issue 2186).
    when: says(
      /(error|code|status|nack)\W{0,5}463\b|reach.?out.?time.?lock|RESTRICT_ALL_COMPANIONS|new.?chats?\W.{0,40}capp?ed|new.?chat.{0,20}(limit|quota)/i,
    ),
    means: mayNotBegin,
    text: "WhatsApp lets this number begin no new chats for now",
  },
  { when: from(500, 599), means: serverError, text: "Wasender had an error of its own" },
  { when: from(408), means: timeout, text: "Wasender gave up waiting" },
  { when: from(429), means: rateLimited, text: "Wasender's rate limit was hit" },
  { when: from(300, 399), means: unreadable, text: "Wasender redirected instead of answering" },
  {
    when: (answer) => from(200, 299)(answer) && !answer.refused,
    means: unreadable,
    text: "Wasender's answer does not say whether it took the message",
  },
  {
    when: says(/active subscription or trial is required/i),
    means: planEnded,
    text: "The Wasender plan has ended",
  },
  {
    when: says(/invalid api key|api key is required|unnotarized/i),
    means: badKey,
    text: "Wasender refuses the API key",
  },
  {
    when: says(/jid does not exist on whatsapp/i),
    means: notOnWhatsapp,
    text: "The number is not on WhatsApp",
  },
  { when: from(401), means: badKey, text: "Wasender refuses the API key" },
  { when: from(402, 403), means: planEnded, text: "The Wasender plan has ended" },
  { when: says(/validation failed/i), means: refused, text: "Wasender refuses the message" },
  { when: from(400, 499), means: refused, text: "Wasender refuses the message" },
  { when: () => true, means: unreadable, text: "Wasender's answer can't be understood" },
];
