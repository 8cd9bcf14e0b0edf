import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { ChannelProbe, MessageInfo, SendOutcome } from "../providers/provider.ts";

export type Claim =
  | { action: "claimed"; message: { id: number; attempt: number; to: string; text: string } }
  | { action: "wait"; ms: number }
  /** Nothing to do here now. `nextAt` when something waits, `paused` with the reason when nothing may leave. */
  | { action: "idle"; nextAt?: string; paused?: string };

/** `not_begun`: claimed, but too late to begin the call. */
export type Settlement = SendOutcome | { kind: "not_sent"; code: "not_begun"; message: string };

export interface Tick {
  /** Leases of dead workers that were ended. */
  freed: number;
  expired: number;
  /** Reminders put in the queue. */
  reminded: number;
  /** Failed events that took effect now. */
  retried: number;
  /** Active channels with a queue. */
  channels: string[];
  /** Paused channels to ask for their state. */
  probes: string[];
  /** Accepted messages whose WhatsApp id is not known yet. */
  binds: { message: number; providerMessageId: string; channel: string }[];
  /** Channels whose housekeeping failed: one sentence each, for the log. */
  errors: string[];
}

/** The outbox's verbs, as the database has them (supabase/migrations, outbox). */
export const outboxStore = {
  claim: (db: SupabaseClient, channel: string, maxWaitMs: number, worker: string) =>
    callRpc<Claim>(db, "claim_message", {
      channel,
      max_wait_ms: Math.max(0, Math.floor(maxWaitMs)),
      worker,
    }),
  settle: (db: SupabaseClient, message: number, attempt: number, outcome: Settlement) =>
    callRpc<{ settled: boolean; reason?: string }>(db, "settle_message", { message, attempt, outcome }),
  tick: (db: SupabaseClient) => callRpc<Tick>(db, "tick", {}),
  bind: (db: SupabaseClient, message: number, info: Extract<MessageInfo, { kind: "found" }>) =>
    callRpc<boolean>(db, "bind_message", { message, info }),
  recordProbe: (db: SupabaseClient, channel: string, probe: ChannelProbe) =>
    callRpc<"active" | "paused">(db, "record_probe", { channel, probe }),
};
