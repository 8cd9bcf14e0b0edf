import type { PauseReason } from "../../../model/codes.ts";
import type { SendOutcome } from "../../../model/provider.ts";

type CodeOf<Kind extends SendOutcome["kind"]> = Extract<SendOutcome, { kind: Kind; code: string }>["code"];
export type ErrorMeaning =
  | {
      kind: "not_sent";
      code: CodeOf<"not_sent">;
      pause: PauseReason | null;
      retryAfterMs: number | null;
      only?: "recipient";
    }
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
const waiting = (retryAfterMs: number): ErrorMeaning => ({
  kind: "not_sent",
  code: "rate_limited",
  pause: null,
  retryAfterMs,
});
const failing = (code: CodeOf<"failed">): ErrorMeaning => ({ kind: "failed", code });
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
  // One message in six seconds to one person, bursts of 45; then 4^n s (docs, throughput).
  {
    codes: [131056],
    means: { kind: "not_sent", code: "rate_limited", pause: null, retryAfterMs: null, only: "recipient" },
    text: "Too many messages to this person in a short time",
  },
  { codes: [131057, 133004], means: waiting(2 * minute), text: "Meta is working on the number" },
  { codes: [131016], means: waiting(minute), text: "Meta's service is not available" },
  { codes: [131026], means: failing("not_on_whatsapp"), text: "WhatsApp cannot deliver to this number" },
  // 470: of the API before this one, still seen.
  {
    codes: [470, 131047],
    means: failing("window_closed"),
    text: "The person has not written for 24 hours, so only a template may leave",
  },
  {
    codes: [131050],
    means: failing("stopped_marketing"),
    text: "The person wants no marketing from this number",
  },
  // In the EEA it is no weekly cap that would pass (docs, per-user marketing limits); 130472 is an experiment of Meta's.
  { codes: [131049, 130472], means: failing("not_now"), text: "Meta keeps this message from the person" },
  {
    codes: [[132000, 132016], 132018, 131064],
    means: failing("template_refused"),
    text: "The template does not fit, or may not be used",
  },
  { codes: [130403], means: failing("refused"), text: "The person has blocked this number" },
  { codes: [131021], means: failing("refused"), text: "The number would write to itself" },
  { codes: [130497], means: failing("refused"), text: "This number may not write to the person's country" },
  { codes: [131062], means: failing("refused"), text: "A message of this kind needs the person's number" },
  { codes: [131063], means: failing("refused"), text: "Meta has switched marketing off for this account" },
  { codes: [131051], means: failing("unsupported_content"), text: "Meta does not know this kind of message" },
  { codes: [131052, 131053], means: failing("refused"), text: "Meta could not take the file" },
  {
    codes: [100, 131008, 131009, 132068, 132069],
    means: failing("refused"),
    text: "Meta does not take the message as it is",
  },
  {
    codes: [1, 2, 131000],
    means: { kind: "uncertain", code: "server_error" },
    text: "Meta had an error of its own",
  },
];

/** What a code means; null where Meta's list does not have it. */
export function ruleOf(code: number): ErrorRule | null {
  const isOfIt = (one: ErrorRule["codes"][number]) =>
    typeof one === "number" ? one === code : one[0] <= code && code <= one[1];
  return errorRules.find(({ codes }) => codes.some(isOfIt)) ?? null;
}
