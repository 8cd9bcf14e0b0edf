import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";

/** Whose credentials a channel's requests go with; the version tells them from those before. */
export interface ChannelAccess {
  vendor: string;
  version: number;
  /** They are the environment's, as long as it has none of its own. */
  isEnvironment: boolean;
}

export interface StoredAccess extends ChannelAccess {
  channel: string;
  workspace: string;
  name: string;
  state: "active" | "paused" | "retired";
  /** See lib/base/seal.ts; null without credentials of its own. */
  sealed: string | null;
}

/** Of one channel, or of all. */
export function readAccess(db: SupabaseClient, channel: string | null = null): Promise<StoredAccess[]> {
  return callRpc(db, "channel_access", { channel }) as Promise<StoredAccess[]>;
}

/** What a sealed text is bound to, so that it opens as no other channel's. */
export function sealContext(channel: string): string {
  return `channel:${channel}`;
}
