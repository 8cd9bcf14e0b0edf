import type { PauseReason } from "../../model/codes.ts";
import type { SendOutcome } from "../../model/provider.ts";

type CodeOf<Kind extends SendOutcome["kind"]> = Extract<SendOutcome, { kind: Kind; code: string }>["code"];
export type ErrorMeaning =
  | { kind: "not_sent"; code: CodeOf<"not_sent">; pause: PauseReason | null; retryAfterMs: number | null }
  | { kind: "failed"; code: CodeOf<"failed"> }
  | { kind: "uncertain"; code: CodeOf<"uncertain"> };

export interface ErrorRule {
  codes: readonly (number | readonly [first: number, last: number])[];
  means: ErrorMeaning;
  /** What staff read before Meta's own words. */
  text: string;
}

const pausing = (reason: PauseReason): ErrorMeaning => ({
  kind: "not_sent",
  code: reason,
  pause: reason,
  retryAfterMs: null,
});
/** Null leaves the wait to the message: the channel itself may go on. */
const waiting = (retryAfterMs: number | null): ErrorMeaning => ({
  kind: "not_sent",
  code: "rate_limited",
  pause: null,
  retryAfterMs,
});
const refused: ErrorMeaning = { kind: "failed", code: "refused" };
const minute = 60_000;

/**
 * Meta's codes, which say more than the HTTP status: rate limits come as 400, some refusals as 500 (docs, error codes, 12 Dec
 * 2025). A code that stands for an error of Meta's own says nothing of the message: it may have left.
 */
export const errorRules: readonly ErrorRule[] = [
  { codes: [0, 102, 104, 190], means: pausing("bad_key"), text: "Meta refuses the access token" },
  // The id in the address: of no number, or of one that this token may not see.
  {
    codes: [33, 803],
    means: pausing("bad_key"),
    text: "Meta knows no such number, or not for this access token",
  },
  {
    codes: [3, 10, [200, 299], 131005],
    means: pausing("bad_key"),
    text: "The access token lacks a permission for this number",
  },
  { codes: [368, 131031], means: pausing("plan_ended"), text: "Meta has restricted the account" },
  { codes: [131042], means: pausing("plan_ended"), text: "Meta wants a payment to be settled" },
  {
    codes: [131045, 133010, 133015],
    means: pausing("session_down"),
    text: "The number is not registered at Meta",
  },
  { codes: [4, 17, 613, 80007], means: waiting(minute), text: "Meta's rate limit was hit" },
  { codes: [130429], means: waiting(5_000), text: "The number's throughput was reached" },
  // The messages before it are what is wrong: faster tries make it worse.
  {
    codes: [131048],
    means: waiting(15 * minute),
    text: "Meta holds the number back for what people reported",
  },
  { codes: [131056], means: waiting(null), text: "Too many messages to this person in a short time" },
  { codes: [131057, 133004], means: waiting(2 * minute), text: "Meta is working on the number" },
  { codes: [131016], means: waiting(minute), text: "Meta's service is not available" },
  {
    codes: [131026],
    means: { kind: "failed", code: "not_on_whatsapp" },
    text: "WhatsApp cannot deliver to this number",
  },
  {
    codes: [470, 131047],
    means: refused,
    text: "The person has not written for 24 hours, so only a template may leave",
  },
  { codes: [131050], means: refused, text: "The person wants no marketing from this number" },
  { codes: [131049, 130472], means: refused, text: "Meta keeps this message from the person" },
  {
    codes: [132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018],
    means: refused,
    text: "The template does not fit, or may not be used",
  },
  {
    codes: [1, 2, 131000],
    means: { kind: "uncertain", code: "server_error" },
    text: "Meta had an error of its own",
  },
];
