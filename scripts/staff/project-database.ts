import type { PostgrestError, SupabaseClient } from "@supabase/supabase-js";
import { StaffFailure } from "./staff-failure.ts";

/** Calls one SQL function, and turns its refusal into a sentence. */
export async function callDatabase<Result>(
  db: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
): Promise<Result> {
  const { data, error } = await db.rpc(name, args);
  if (error) throw databaseFailure(error);
  return data as Result;
}

export async function requireWorkspace(db: SupabaseClient, key: string): Promise<void> {
  const { data, error } = await db.from("workspaces").select("key");
  if (error) throw databaseFailure(error);
  const keys = data.map((workspace) => String(workspace.key));
  if (!keys.includes(key)) {
    throw new StaffFailure(`There is no workspace "${key}": there is ${keys.join(", ") || "none"}.`);
  }
}

export function databaseFailure(error: PostgrestError): StaffFailure {
  // PGRST202 and PGRST205: no such function, no such table (postgrest.org, references/errors).
  if (/^(PGRST202|PGRST205|42883|42P01)$/.test(error.code ?? "")) {
    return new StaffFailure("The database lacks our migrations: run `supabase db push` first.");
  }
  if (error.code === "42501") {
    return new StaffFailure(
      "SUPABASE_SECRET_KEY is not the secret key: copy it from Project settings → API keys.",
    );
  }
  if (!error.code) {
    return new StaffFailure(
      `Supabase cannot be reached, or refuses SUPABASE_SECRET_KEY: compare SUPABASE_URL and key with the project's (${error.message}).`,
    );
  }
  return new StaffFailure(`The database refuses: ${error.message}`);
}
