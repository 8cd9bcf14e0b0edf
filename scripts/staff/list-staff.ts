import type { SupabaseClient } from "@supabase/supabase-js";
import { authUsers } from "./auth-users.ts";
import { type Role, roleWords } from "./parse-arguments.ts";
import { databaseFailure } from "./project-database.ts";

/** One line a membership: address, role, workspace, last sign-in, name. */
export async function listStaff(db: SupabaseClient): Promise<string[]> {
  const { data, error } = await db
    .from("memberships")
    .select("user_id, role, name, created_at, workspaces(key)")
    .order("created_at");
  if (error) throw databaseFailure(error);
  if (data.length === 0) return ["Nobody yet: npm run staff -- add EMAIL --role admin"];
  const users = await authUsers(db);
  const rows = data.map(({ user_id, role, name, workspaces }) => {
    const user = users.find(({ id }) => id === user_id);
    const workspace = (workspaces as unknown as { key: string }).key;
    const seen = user?.last_sign_in_at?.slice(0, 10) ?? "never";
    if (!user)
      return [
        String(user_id),
        roleWords[role as Role],
        workspace,
        "the account is gone: remove it in the dashboard",
      ];
    return [
      user.email ?? String(user_id),
      roleWords[role as Role],
      workspace,
      [`last sign-in ${seen}`, name].filter(Boolean).join("  "),
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
