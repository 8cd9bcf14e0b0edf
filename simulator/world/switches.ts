/** How the pretend Wasender misbehaves. "…-delivered": the message goes out although the answer says no. */
export const FAULTS = [
  "none",
  "slow",
  "429",
  "500-delivered",
  "timeout-delivered",
  "reset-delivered",
  "fails-later",
  "bad-key",
  "html-502",
] as const;

export type Fault = (typeof FAULTS)[number];

/** How the pretend Graph API treats a send. The second half takes the message, and says the rest by webhooks, or never. */
export const META_FAULTS = [
  "none",
  "slow",
  "500-delivered",
  "timeout-delivered",
  "reset-delivered",
  "html-502",
  "bad-token",
  "rate",
  "pair",
  "spam",
  "payment",
  "unavailable",
  "held",
  "held-dropped",
  "fails-later",
  "fails-then-delivered",
  "not-now",
  "stopped-marketing",
  "expires",
] as const;

export type MetaFault = (typeof META_FAULTS)[number];

export const CUNNEKT_FAULTS = [
  "none",
  "slow",
  "500-delivered",
  "timeout-delivered",
  "reset-delivered",
  "html-502",
  "bad-key",
  "no-id",
  "fails-later",
] as const;

export type CunnektFault = (typeof CUNNEKT_FAULTS)[number];

/** The shapes in which Cunnekt's webhooks were seen: Meta's envelope, its bare value, and that of an older system. */
export const CUNNEKT_SHAPES = ["envelope", "value", "event"] as const;

export type CunnektShape = (typeof CUNNEKT_SHAPES)[number];

export interface Switches {
  fault: Fault;
  /** The fault ends by itself after the next send. */
  faultOnce: boolean;
  sessionDown: boolean;
  /** The webhook subscription holds `messages.received` and nothing else. */
  receivedOnly: boolean;
  /** The webhook of the next call gets lost; CloudTalk's list has the call. Switches itself off. */
  loseNextCall: boolean;
  /** Customers read what they get after a moment. */
  autoRead: boolean;
  metaFault: MetaFault;
  metaFaultOnce: boolean;
  /** 80 messages a second for the number, one in 6 s for a person with bursts of 45: more is refused with 400. */
  metaLimits: boolean;
  /** The closed window is told by a status, instead of by the answer. */
  metaClosedLater: boolean;
  /** Statuses wait for each other and come in one body, newest first. */
  metaNewestFirst: boolean;
  /** Each webhook comes again after a moment, and once more a day later. */
  metaTwice: boolean;
  /** Answers say that an older version of the API served them. */
  metaOldVersion: boolean;
  /** Templates stay in review until somebody decides. */
  metaSlowReview: boolean;
  cunnektFault: CunnektFault;
  cunnektFaultOnce: boolean;
  cunnektShape: CunnektShape;
}

export function switchesAtStart(): Switches {
  return {
    fault: "none",
    faultOnce: false,
    sessionDown: false,
    receivedOnly: false,
    loseNextCall: false,
    autoRead: true,
    metaFault: "none",
    metaFaultOnce: false,
    metaLimits: false,
    metaClosedLater: false,
    metaNewestFirst: false,
    metaTwice: false,
    metaOldVersion: false,
    metaSlowReview: false,
    cunnektFault: "none",
    cunnektFaultOnce: false,
    cunnektShape: "envelope",
  };
}
