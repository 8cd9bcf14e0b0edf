import type { SupabaseCli } from "./supabase-cli.ts";

/**
 * Applies supabase/migrations as `supabase db push` does on a real project, without seed.sql, and once more, when
 * nothing may be left to do. Answers what was wrong.
 */
export async function pushMigrations(cli: SupabaseCli): Promise<string[]> {
  await cli.run("db", "push");
  const again = await cli.run("db", "push");
  return again.includes("up to date") ? [] : [`A second push still found something to apply:\n${again}`];
}
