import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem, type ProblemCode } from "../base/problem.ts";
import type { VerbAnswer, VerbArgs, VerbName } from "./verbs.ts";

/** SQLSTATE classes that say "not here, not now": connection (08), resources (53), operator (57), and no code at all. */
const passing = /^(08|53|57|PGRST0)/;

/** `raise ... using errcode = 'PT409'` (PostgREST answers with that status). */
const refusals: Record<string, ProblemCode> = {
  PT400: "bad_request",
  PT401: "unauthorized",
  PT404: "not_found",
  PT409: "conflict",
  PT422: "bad_setting",
};

/**
 * Calls one SQL function; its name and arguments are those of the database. Throws Problem: `forbidden` for 42501, `unauthorized` for a
 * bad or expired session, `database_unavailable` when it cannot be reached or refuses for now, `internal` otherwise.
 */
export async function callRpc<Name extends VerbName>(
  db: SupabaseClient,
  name: Name,
  args: VerbArgs<Name>,
): Promise<VerbAnswer<Name>> {
  const { data, error, status } = await db.rpc(name, args);
  if (!error) return data as VerbAnswer<Name>;
  throw callFailure(name, error, status);
}

/** What an answer of Supabase that is an error means to whoever asked. */
export function callFailure(
  name: string,
  error: { code: string; message: string; details?: string | null },
  status: number,
): Problem {
  const cause = new Error(`${name}: ${error.code ?? status} ${error.message}`);
  if (error.code === "42501") return new Problem("forbidden", "You are not allowed to do this.", { cause });
  // A session's end has no code of ours; an API key's has.
  if (status === 401 && error.code !== "PT401")
    return new Problem("unauthorized", "Your session has ended. Sign in again.", { cause });
  if (!error.code || passing.test(error.code) || status >= 502 || status === 0) {
    return new Problem(
      "database_unavailable",
      "The database cannot be reached right now. Try again shortly.",
      { cause },
    );
  }
  // Our own functions' refusals, each a sentence for people; the detail names the field that is wrong.
  const refusal = refusals[error.code];
  if (refusal) return new Problem(refusal, error.message, { cause, field: error.details || undefined });
  // Data exception: a value that no row can have, like 36 dashes for a UUID.
  if (error.code.startsWith("22"))
    return new Problem("bad_request", "This value cannot be right.", { cause });
  return new Problem(
    "internal",
    "Something went wrong on our side. It is in the log under this request's id.",
    { cause },
  );
}
