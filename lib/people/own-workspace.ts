import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../base/problem.ts";

/** The same one that `monitor_snapshot` shows: the oldest that this person is a member of. */
export async function ownWorkspace(client: SupabaseClient): Promise<{ id: string; key: string }> {
  const { data, error, status } = await client
    .from("workspaces")
    .select("id, key")
    .order("created_at")
    .order("id")
    .limit(1);
  if (error) {
    const cause = new Error(`workspaces: ${error.code ?? status} ${error.message}`);
    if (status === 401)
      throw new Problem("unauthorized", "Your session has ended. Sign in again.", { cause });
    throw new Problem(
      "database_unavailable",
      "The database cannot be reached right now. Try again shortly.",
      { cause },
    );
  }
  const own = data[0] as { id: string; key: string } | undefined;
  if (!own)
    throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
  return own;
}
