import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../http/problem.ts";

/** SQLSTATE classes that say "not here, not now": connection (08), resources (53), operator (57), and no code at all. */
const passing = /^(08|53|57|PGRST0)/;

/**
 * Calls one SQL function. Throws Problem: `forbidden` for 42501, `unauthorized` for a bad or expired session,
 * `database_unavailable` when it cannot be reached or refuses for now, `internal` otherwise.
 */
export async function callRpc<Result>(
  db: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
): Promise<Result> {
  const { data, error, status } = await db.rpc(name, args);
  if (!error) return data as Result;
  const cause = new Error(`${name}: ${error.code ?? status} ${error.message}`);
  if (error.code === "42501") throw new Problem("forbidden", "You are not allowed to do this.", { cause });
  if (status === 401) throw new Problem("unauthorized", "Your session has ended. Sign in again.", { cause });
  if (!error.code || passing.test(error.code) || status >= 502 || status === 0) {
    throw new Problem(
      "database_unavailable",
      "The database cannot be reached right now. Try again shortly.",
      { cause },
    );
  }
  // Data exception: a value that no row can have, like 36 dashes for a UUID.
  if (error.code.startsWith("22")) throw new Problem("bad_request", "This value cannot be right.", { cause });
  throw new Problem(
    "internal",
    "Something went wrong on our side. It is in the log under this request's id.",
    { cause },
  );
}
