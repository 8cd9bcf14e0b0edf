import type { SupabaseClient } from "@supabase/supabase-js";
import { authUserByEmail } from "./auth-users.ts";
import { callDatabase } from "./project-database.ts";
import { StaffFailure } from "./staff-failure.ts";

/** Takes the membership away. Row-level security asks for it on every request, so open sessions see nothing more. */
export async function removeStaff(
  db: SupabaseClient,
  { email, workspace }: { email: string; workspace: string },
): Promise<string[]> {
  const user = await authUserByEmail(db, email);
  if (!user) throw new StaffFailure(`There is no account ${email}: see \`npm run staff -- list\`.`);
  const member = { workspace, user_id: user.id };
  if (!(await callDatabase<boolean>(db, "remove_member", member))) {
    throw new StaffFailure(`${email} is no member of ${workspace}.`);
  }
  return [
    `${email} is no longer a member of ${workspace}.`,
    "The account itself stays, and sees nothing: delete it in Supabase under Authentication → Users.",
  ];
}
