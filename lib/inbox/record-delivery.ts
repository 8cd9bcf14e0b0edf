import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { DomainValue } from "../model/domain-value.ts";
import type { Events } from "../vendors/vendor.ts";
import type { VersionedMapping } from "./kept-field-mapping.ts";

export interface Delivery {
  /** The workspace's key; `default` for the two paths without one. */
  workspace: string;
  /** The vendor's name. */
  source: string;
  /** What the vendor names the number by that it is about. */
  account?: string | null;
  /** The channel that was asked. */
  channel?: string | null;
  /** Those whose own secret proved it: it is about one of them, or of their company's. */
  proved?: string[];
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
  /** Set when it was verified but could not be read: `lost` is what must have been in it. */
  rejected: { reason: string; detail: string; lost: Events["brings"] } | null;
  /** Of the field mapping that it was read with; null where there is none. */
  mappingVersion?: number | null;
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
  /** It brought a file, which WhatsApp keeps for some time only. */
  hasFile?: boolean;
  /** A lead was announced that is to be fetched. */
  hasLead?: boolean;
}

/** Nothing was committed: another mapping holds than the one it was read with. */
export interface OutdatedMapping {
  outcome: "outdated_mapping";
  mapping: VersionedMapping;
}

/** Commits the delivery and all its effects in one round trip. Throws Problem when nothing was committed. */
export function recordDelivery<Told extends Delivery>(
  db: SupabaseClient,
  delivery: Told,
  effects: DomainValue[],
): Promise<Told extends { mappingVersion: number | null } ? Recorded | OutdatedMapping : Recorded> {
  return callRpc(db, "record_delivery", { delivery, effects }) as Promise<
    Told extends { mappingVersion: number | null } ? Recorded | OutdatedMapping : Recorded
  >;
}
