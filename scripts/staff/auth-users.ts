import type { SupabaseClient, User } from "@supabase/supabase-js";
import { StaffFailure } from "./staff-failure.ts";

/** Of Supabase Auth; the most it takes. */
const perPage = 1000;

/** Accounts of the project, page by page; null where there is no admin API. */
export async function authUsers(db: SupabaseClient): Promise<User[] | null> {
  const users: User[] = [];
  for (let page = 1; ; page++) {
    const { data, error } = await db.auth.admin.listUsers({ page, perPage });
    if (error && lacksAdminApi(error)) return null;
    if (error) throw authFailure(error);
    users.push(...data.users);
    if (data.users.length < perPage) return users;
  }
}

export async function authUserByEmail(db: SupabaseClient, email: string): Promise<User | undefined> {
  const users = await authUsers(db);
  if (users === null) throw noAdminApi();
  return users.find((user) => user.email?.toLowerCase() === email);
}

/**
 * Supabase Lite 0.10.0 wants a user's token for every path of Auth that it does not know, with a good key too. On
 * hosted, a wrong key is refused before Auth, without an error_code, and the publishable one with `not_admin`.
 */
export function lacksAdminApi(error: { status?: number; code?: string }): boolean {
  return error.status === 404 || error.code === "no_authorization";
}

export function noAdminApi(): StaffFailure {
  return new StaffFailure(
    "This Supabase has no admin API for accounts (Supabase Lite, under `npm run dev`, has none): " +
      "sign in as its one member, whose address and password dev prints.",
  );
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
