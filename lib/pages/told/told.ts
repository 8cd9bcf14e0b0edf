import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";

/** How members may be told that somebody wrote. */
export const toldKinds = ["sound", "notice"] as const;

/** What a page asks while nobody looks at it, as `public.told` answers it: counts of people, each up to 1,001. */
export interface Told {
  /** Who wrote what the reader has not read. */
  new: number;
  reply: number;
  problem: number;
  told: (typeof toldKinds)[number][];
}

/** Null for who is no member of a workspace. */
export function readTold(client: SupabaseClient): Promise<Told | null> {
  return callRpc(client, "told", {}) as Promise<Told | null>;
}
