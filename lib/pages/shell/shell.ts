import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { ChannelPause, ConnectionStatus } from "../../model/codes.ts";
import type { StaffRole } from "../../model/staff.ts";

/** What stands around every page, as `public.shell` answers it. Times are ISO 8601. */
export interface Shell {
  now: string;
  workspace: { id: string; name: string; timeZone: string };
  /** `name`: as colleagues call them; null for an account without e-mail. */
  me: { userId: string; email: string | null; name: string | null; role: StaffRole };
  /** Names of who may let a number go on; empty for who may. */
  resumers: string[];
  channels: ShellChannel[];
  counts: ShellCounts;
}

export interface ShellChannel {
  id: string;
  name: string;
  state: "active" | "paused";
  pauseReason: ChannelPause | null;
  connectionStatus: ConnectionStatus | null;
  /** When that state began; null where nothing was heard yet. */
  since: string | null;
  /** Until then it may answer and may begin no chats; null: it may. */
  beginLockedUntil: string | null;
  /** For half an hour after it was away. */
  backAt: string | null;
  /** Since midnight in the workspace. */
  sentToday: number;
  /** In any 24 hours; 0 is none. */
  dailyLimit: number;
  /** While the limit is reached: when the next may leave. */
  capFreesAt: string | null;
  queued: number;
}

export interface ShellCounts {
  /** People whom we owe an answer. */
  reply: number;
  /** Files that may be a bill. */
  check: number;
  /** Notes that name the reader, not read yet. */
  mentions: number;
}

/** Null for an account that is no member of a workspace. */
export function readShell(client: SupabaseClient): Promise<Shell | null> {
  return callRpc(client, "shell", {}) as Promise<Shell | null>;
}
