import type { SupabaseClient, User } from "@supabase/supabase-js";
import { StaffFailure } from "./staff-failure.ts";

/** Of Supabase Auth; the most it takes. */
const perPage = 1000;

/** Accounts of the project, page by page. */
export async function authUsers(db: SupabaseClient): Promise<User[]> {
  const users: User[] = [];
  for (let page = 1; ; page++) {
    const { data, error } = await db.auth.admin.listUsers({ page, perPage });
    if (error) throw authFailure(error);
    users.push(...data.users);
    if (data.users.length < perPage) return users;
  }
}

export async function authUserByEmail(db: SupabaseClient, email: string): Promise<User | undefined> {
  return (await authUsers(db)).find((user) => user.email?.toLowerCase() === email);
}

export function authFailure(error: { status?: number; message: string }): StaffFailure {
  if (error.status === 401 || error.status === 403) {
    return new StaffFailure(
      "Supabase refuses SUPABASE_SECRET_KEY: copy the secret key of this project again (Project settings → API keys).",
    );
  }
  if (!error.status) {
    return new StaffFailure(
      `Supabase cannot be reached at SUPABASE_URL: compare it with Project settings (${error.message}).`,
    );
  }
  return new StaffFailure(`Supabase Auth answered ${error.status}: ${error.message}.`);
}
