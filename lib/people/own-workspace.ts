import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";

/** Id of the one that `monitor_snapshot` shows: the oldest that this person is a member of, or the program's. */
export async function ownWorkspace(client: SupabaseClient): Promise<string> {
  const who = await (callRpc(client, "whoami", {}) as Promise<{ workspace: string } | null>);
  if (who) return who.workspace;
  throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
}
