import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { Content } from "../model/content.ts";
import type { ChannelProbe, MessageInfo, SendOutcome } from "../model/provider.ts";
import type { ChannelAccess } from "./channel-access.ts";

export interface ClaimedMessage {
  id: number;
  attempt: number;
  /** E.164; null where WhatsApp hides the number. */
  to: string | null;
  /** Their id at the vendor then. */
  recipient?: string;
  content: Content;
  /** WhatsApp id of what it answers. */
  quoted?: string;
  /** Its moment, ms from the claim: others of this second come before it. Absent: at once. */
  startInMs?: number;
}

export type Claim =
  | {
      action: "claimed";
      messages: ClaimedMessage[];
      access: ChannelAccess;
      /** As many may leave in one second, where that is what paces the channel. */
      perSecond?: number;
    }
  | { action: "wait"; ms: number }
  /** Nothing to do here now. `nextAt` when something waits, `paused` with the reason when nothing may leave. */
  | { action: "idle"; nextAt?: string; paused?: string };

/** What became of one claimed message. `not_begun`: claimed, but too late to begin the call. */
export interface Settlement {
  message: number;
  attempt: number;
  outcome: SendOutcome | { kind: "not_sent"; code: "not_begun"; message: string };
}

export interface Settled {
  settled: boolean;
  reason?: string;
  /** Other channels that have work now: what may not begin on this one leaves from there. */
  nudge?: string[];
}

export interface Tick {
  /** Leases of dead workers that were ended. */
  freed: number;
  expired: number;
  /** Reminders put in the queue. */
  reminded: number;
  /** Active channels with a queue. */
  channels: string[];
  /** Paused channels to ask for their state. */
  probes: string[];
  /** Accepted messages whose WhatsApp id is not known yet. */
  binds: { message: number; providerMessageId: string; channel: string }[];
  /** A channel is held since a backup was put back. */
  isRestored: boolean;
  /** Channels whose housekeeping failed: one sentence each, for the log. */
  errors: string[];
}

/** The outbox's verbs, as the database has them (supabase/migrations, outbox). */
export const outboxStore = {
  claim: (db: SupabaseClient, channel: string, maxWaitMs: number, worker: string) =>
    callRpc(db, "claim_messages", {
      channel,
      max_wait_ms: Math.max(0, Math.floor(maxWaitMs)),
      worker,
    }) as Promise<Claim>,
  settle: (db: SupabaseClient, channel: string, settlements: Settlement[]) =>
    callRpc(db, "settle_messages", { channel, settlements }) as Promise<Settled[]>,
  tick: (db: SupabaseClient) => callRpc(db, "tick", {}) as Promise<Tick>,
  /** The failed deliveries that are due again; each of them has had one of its tries counted. `fresh`: those that failed once. */
  takeFailed: (db: SupabaseClient, most: number, fresh: boolean) =>
    callRpc(db, "take_failed_events", { most, fresh }) as Promise<number[]>,
  retry: (db: SupabaseClient, request: number) =>
    callRpc(db, "retry_event", { request }) as Promise<{ outcome: string | null; channels: string[] }>,
  bind: (db: SupabaseClient, message: number, info: Extract<MessageInfo, { kind: "found" }>) =>
    callRpc(db, "bind_message", { message, info }),
  recordProbe: (db: SupabaseClient, channel: string, probe: ChannelProbe) =>
    callRpc(db, "record_probe", { channel, probe }) as Promise<"active" | "paused">,
};
