import type { Rows } from "./rows.ts";
import { beginning, type Setting } from "./world.ts";

/** One claim, and the provider call it may have led to. The truth, which the product cannot see. */
export interface Attempt {
  message: number;
  attempt: number;
  customer: number;
  claimedAt: number;
  step: number;
  leaseUntil: number;
  /** What is known of it, by settlement or by the end of its lease (`died`). */
  known: "in_flight" | "accepted" | "not_sent" | "failed" | "uncertain" | "died";
  /** The step in which it became known. */
  knownIn: number;
  code: string | null;
  /** Refused, though the message had its WhatsApp id already: some send of it did leave, whatever this answer says. */
  isOverruled: boolean;
  /** Null while no provider call was made for it. */
  calledAt: number | null;
}

/** What the customer's phone and our linked phone hold: one a provider call that arrived. */
export interface Arrived {
  customer: number;
  message: number;
  text: string;
  whatsappId: string;
  providerId: string;
}

/** The database's time, and which step it was: the clock stands still between most of them. */
export interface Moment {
  at: number;
  step: number;
}

export interface Delivery {
  door: "cloudtalk" | "wasender";
  body: object;
  kind: "call" | "reply" | "hidden quote" | "echo" | "status" | "session" | "failure";
  /** What it means, heard then and taken like that. Learning it twice is learning it once. */
  effect: (m: Model, heard: Moment, outcome: string) => void;
}

export interface Reply {
  whatsappId: string;
  customer: number;
  /** `phone` also of an event that brings the pair. */
  by: "phone" | "lid";
  evidence: "reply" | "attachment";
  heard: Moment;
  quoted: string | null;
  /** Its consequences were checked: once, when it is known whose it is. */
  judged: boolean;
}

export interface Worker {
  message: number;
  attempt: number;
  text: string;
  to: string;
  claimedAt: number;
  /** The provider's answer, once there is one. */
  answer: Record<string, unknown> | null;
}

export type PauseReason = "staff" | "session_down" | "bad_key";

/** What happened, in the words of the promises. Rows are kept as last seen, to compare with. */
export interface Model {
  setting: Setting;
  now: number;
  step: number;
  rows: Rows;
  attempts: Attempt[];
  arrived: Arrived[];
  workers: (Worker | null)[];
  /** No claim before it: the last claim, answer or lease's end, plus interval or the provider's own wait. */
  notBefore: number;
  paused: PauseReason | null;
  /** Answered 2xx at least once. */
  deliveries: Delivery[];
  /** Answered 503 and kept: the clock applies them. */
  failed: { request: number; delivery: Delivery; heard: Moment }[];
  posted: number;
  replies: Reply[];
  /** Customers of whom one event brought phone and LID together. */
  linked: Set<number>;
  stoppedByPhone: Set<number>;
  stoppedByLid: Set<number>;
  callNames: Set<string>;
  inboundIds: Set<string>;
  /** Highest rank told of a WhatsApp id, of `provider:<msgId>`, or of `row:<message>`. */
  told: Map<string, number>;
  /** By a person: message and the attempt that was the last one then. */
  resends: { message: number; attempt: number }[];
  resolvedSent: Set<number>;
}

export function newModel(setting: Setting, rows: Rows): Model {
  return {
    setting,
    now: beginning,
    step: 0,
    rows,
    attempts: [],
    arrived: [],
    workers: [null, null, null],
    notBefore: Number.NEGATIVE_INFINITY,
    paused: null,
    deliveries: [],
    failed: [],
    posted: 0,
    replies: [],
    linked: new Set(),
    stoppedByPhone: new Set(),
    stoppedByLid: new Set(),
    callNames: new Set(),
    inboundIds: new Set(),
    told: new Map(),
    resends: [],
    resolvedSent: new Set(),
  };
}

export const ranks: Record<string, number> = {
  sending: 1,
  uncertain: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
};
export const rankOf = (status: string): number => ranks[status] ?? 0;

/** Surely opted out: a stop word came from the phone, or from a LID that is known to be theirs. */
export const optedOut = (m: Model, customer: number): boolean =>
  m.stoppedByPhone.has(customer) || (m.linked.has(customer) && m.stoppedByLid.has(customer));

export const attemptsOf = (m: Model, message: number): Attempt[] =>
  m.attempts.filter((a) => a.message === message);

/** It may have reached the customer, as far as anybody can know. */
export const mayHaveArrived = ({ known }: Attempt): boolean => known !== "not_sent" && known !== "failed";

/** Sends that count against the cap at this moment: one a claim, unless it provably never left. */
export const countedSends = (m: Model): number =>
  m.attempts.filter(({ known, claimedAt }) => known !== "not_sent" && claimedAt > m.now - 24 * 3_600_000)
    .length;

export function tell(m: Model, id: string, status: string): void {
  m.told.set(id, Math.max(m.told.get(id) ?? 0, rankOf(status)));
}

/** Rome is one hour ahead of UTC from the beginning until 28 March; no run gets that far. */
export function inSendingHours(at: number): boolean {
  const hour = new Date(at + 3_600_000).getUTCHours();
  return hour >= 8 && hour < 21;
}
