import { randomBytes } from "node:crypto";
import type { SupabaseClient } from "@supabase/supabase-js";
import { authFailure, authUserByEmail } from "./auth-users.ts";
import { type Role, roleWords } from "./parse-arguments.ts";
import { callDatabase, requireWorkspace } from "./project-database.ts";
import { StaffFailure } from "./staff-failure.ts";

/** Makes the account, or finds the one with this address, and its membership. Answers what to tell the operator. */
export async function addStaff(
  db: SupabaseClient,
  {
    email,
    role,
    workspace,
    name = null,
  }: { email: string; role: Role; workspace: string; name?: string | null },
): Promise<string[]> {
  // First: an account whose password nobody was shown would be of no use.
  await requireWorkspace(db, workspace);
  const { id, password } = await account(db, email);
  await callDatabase(db, "add_member", { workspace, user_id: id, role, name });
  const member = `${email} is ${roleWords[role]} of ${workspace}.`;
  return password === null
    ? [member, "The account was there already: its password stays."]
    : [member, `Password, shown only now: ${password}`];
}

async function account(db: SupabaseClient, email: string): Promise<{ id: string; password: string | null }> {
  const password = newPassword();
  const { data, error } = await db.auth.admin.createUser({ email, password, email_confirm: true });
  if (!error) return { id: data.user.id, password };
  if (error.code !== "email_exists") throw authFailure(error);
  const known = await authUserByEmail(db, email);
  if (!known)
    throw new StaffFailure(`Supabase Auth says that ${email} exists, but does not list it: try again.`);
  return { id: known.id, password: null };
}

/** 120 random bits, and one character of each kind that a project's password rules may ask for. */
function newPassword(): string {
  return `${randomBytes(15).toString("base64url")}-aA1`;
}
