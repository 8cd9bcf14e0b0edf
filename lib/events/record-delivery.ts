import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { DomainValue } from "./domain-value.ts";

export interface Delivery {
  /** The workspace's key; `default` for the two paths without one. */
  workspace: string;
  source: "cloudtalk" | "wasender";
  /** `reconciled`: nobody posted it, we found it by asking. */
  origin?: "webhook" | "reconciled";
  eventType: string | null;
  requestId: string;
  contentType: string | null;
  headers: Record<string, string>;
  /** Parsed and redacted, or null. */
  body: unknown;
  /** Redacted text of a body that could not be parsed, or null. */
  rawBody: string | null;
  /** ms since the request arrived. */
  elapsedMs: number;
  /** Set when it was verified but could not be read. */
  rejected: { reason: string; detail: string } | null;
}

export interface Recorded {
  /** Row of `webhook_requests`. */
  requestId: number;
  outcome: "processed" | "ignored" | "duplicate" | "rejected" | "failed";
  reason?: string | null;
  detail?: string | null;
  /** The delivery that had this effect first. */
  duplicateOf?: number | null;
  /** Channels that may have something to send now. */
  channels: string[];
}

/** Commits the delivery and all its effects in one round trip. Throws Problem when nothing was committed. */
export function recordDelivery(
  db: SupabaseClient,
  delivery: Delivery,
  effects: DomainValue[],
): Promise<Recorded> {
  return callRpc<Recorded>(db, "record_delivery", { delivery, effects });
}
