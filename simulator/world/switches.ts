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
}

export function switchesAtStart(): Switches {
  return {
    fault: "none",
    faultOnce: false,
    sessionDown: false,
    receivedOnly: false,
    loseNextCall: false,
    autoRead: true,
  };
}
