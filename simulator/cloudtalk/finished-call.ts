import { randomUUID } from "node:crypto";
import type { Customer } from "../world/customer.ts";
import type { World } from "../world/world.ts";

export const OUTCOMES = ["answered", "missed", "voicemail", "withheld", "landline", "internal"] as const;
export type CallOutcome = (typeof OUTCOMES)[number];

/** What happened on the line, before any of CloudTalk's three ways of telling it. */
export interface FinishedCall {
  callId: number;
  uuid: string;
  outcome: CallOutcome;
  direction: "incoming" | "outgoing" | "internal";
  /** `+` E.164, an extension, or null for a withheld number. */
  externalNumber: string | null;
  contactName: string;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number;
  talkingSeconds: number;
  waitingSeconds: number;
}

export const OWN_LINE = { number: "+390299990000", name: "Linea Greengen" } as const;
const LANDLINE = "+390721700123";
const EXTENSION = "201";
const WAITING_SECONDS = 12;

export interface CallWish {
  outcome: CallOutcome;
  talkingSeconds: number;
  /** Null: nobody we know, `phone` counts. */
  customer: Customer | null;
  phone?: string;
  /** The id of an earlier call: what is told now belongs to it. */
  callId?: number;
}

export function finishedCall(world: World, wish: CallWish): FinishedCall {
  const answered = wish.outcome !== "missed";
  // A voicemail has talking time too: the message that somebody left.
  const talkingSeconds = answered ? wish.talkingSeconds : 0;
  const endedAt = world.now();
  const startedAt = endedAt - (talkingSeconds + WAITING_SECONDS) * 1000;
  const { customer, outcome } = wish;
  return {
    callId: wish.callId ?? world.nextNumber("call"),
    uuid: randomUUID(),
    outcome,
    direction: outcome === "internal" ? "internal" : outcome === "answered" ? "outgoing" : "incoming",
    externalNumber: numberOf(outcome, wish.phone ?? customer?.phone ?? null),
    contactName: customer && (outcome === "answered" || outcome === "missed") ? customer.name : "",
    startedAt,
    answeredAt: answered ? startedAt + WAITING_SECONDS * 1000 : null,
    endedAt,
    talkingSeconds,
    waitingSeconds: WAITING_SECONDS,
  };
}

function numberOf(outcome: CallOutcome, phone: string | null): string | null {
  if (outcome === "withheld") return null;
  if (outcome === "landline") return LANDLINE;
  return outcome === "internal" ? EXTENSION : phone;
}
