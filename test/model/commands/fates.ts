/** What becomes of a provider call: what the worker is told, and whether the customer's phone has it. */
export const fates = {
  accepted: { arrives: true, answer: { kind: "accepted", providerMessageId: "", httpStatus: 200 } },
  acceptedNoId: { arrives: true, answer: { kind: "accepted", providerMessageId: null, httpStatus: 200 } },
  /** The phone has it, and nobody told us. */
  timeoutArrived: { arrives: true, answer: { kind: "uncertain", code: "timeout", message: "No answer." } },
  timeoutLost: { arrives: false, answer: { kind: "uncertain", code: "timeout", message: "No answer." } },
  limited: {
    arrives: false,
    answer: {
      kind: "not_sent",
      code: "rate_limited",
      message: "Slow down.",
      retryAfterMs: 90_000,
      pause: null,
    },
  },
  unreachable: {
    arrives: false,
    answer: { kind: "not_sent", code: "unreachable", message: "Refused.", retryAfterMs: null, pause: null },
  },
  badKey: {
    arrives: false,
    answer: { kind: "not_sent", code: "bad_key", message: "Bad key.", retryAfterMs: null, pause: "bad_key" },
  },
  refused: {
    arrives: false,
    answer: { kind: "failed", code: "not_on_whatsapp", message: "No such number." },
  },
  /** No call was made: the claim was too old. */
  tooLate: {
    arrives: false,
    answer: { kind: "not_sent", code: "not_begun", message: "The claim came too late." },
  },
} as const;

export type Fate = Exclude<keyof typeof fates, "tooLate">;
