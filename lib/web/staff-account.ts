import type { AuthError, SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../base/problem.ts";

/** The account with this address at Auth, made where there is none: its password is set through a link. Throws Problem. */
export async function accountFor(db: SupabaseClient, email: string): Promise<{ id: string; isNew: boolean }> {
  const { data, error } = await db.auth.admin.createUser({ email, email_confirm: true });
  if (!error) return { id: data.user.id, isNew: true };
  if (error.code !== "email_exists") throw authProblem(error);
  const id = await idOf(db, email);
  if (id === null) throw authProblem(error);
  return { id, isNew: false };
}

/**
 * Opens the page on which the owner of this address sets a password, once and for as long as Auth's links hold (an hour, where
 * nobody changed it). No mail is sent: whoever makes it passes it on.
 */
export async function passwordLink(db: SupabaseClient, origin: string, email: string): Promise<string> {
  return `${origin}${setPasswordPath}?token_hash=${await passwordToken(db, email)}`;
}

export const setPasswordPath = "/monitor/set-password";

/** What such a link carries. */
export async function passwordToken(db: SupabaseClient, email: string): Promise<string> {
  const { data, error } = await db.auth.admin.generateLink({ type: "recovery", email });
  if (error) throw authProblem(error);
  return data.properties.hashed_token;
}

export function authProblem(cause: AuthError): Problem {
  return new Problem("database_unavailable", "Sign-in cannot be reached right now. Try again shortly.", {
    cause,
  });
}

/** Of Supabase Auth; the most it takes. */
const perPage = 1000;

async function idOf(db: SupabaseClient, email: string): Promise<string | null> {
  for (let page = 1; ; page++) {
    const { data, error } = await db.auth.admin.listUsers({ page, perPage });
    if (error) throw authProblem(error);
    const user = data.users.find((one) => one.email?.toLowerCase() === email);
    if (user) return user.id;
    if (data.users.length < perPage) return null;
  }
}
