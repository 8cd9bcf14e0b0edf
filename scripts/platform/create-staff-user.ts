import { createSupabaseApp, type SupabaseApp } from "./create-supabase-app.ts";
import type { PlatformKeys } from "./platform-keys.ts";
import { type PlatformConnection, sqlDatabase } from "./sql-session.ts";

export interface Credentials {
  email: string;
  password: string;
}

const openApps = new WeakMap<PlatformConnection, SupabaseApp>();

/**
 * Makes a user who can sign in, or finds the one with this address, and answers the id.
 * Supabase Lite has no admin API in Auth: a second app over the same connection, whose sign-up is open and
 * which nobody else can reach, does the hashing and the identity rows.
 */
export async function createStaffUser(
  connection: PlatformConnection,
  keys: PlatformKeys,
  { email, password }: Credentials,
): Promise<string> {
  const [known] = await sqlDatabase(connection).query<{ id: string }>(
    "select id::text from auth.users where email = $1",
    [email],
  );
  if (known) return known.id;
  const app = openApps.get(connection) ?? createSupabaseApp(connection, keys, { openSignup: true });
  openApps.set(connection, app);
  const response = await app.fetch(
    new Request("http://supabase.local/auth/v1/signup", {
      method: "POST",
      headers: { apikey: keys.publishableKey, "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    }),
  );
  const body = (await response.json()) as { user?: { id?: string }; msg?: string };
  if (!response.ok || !body.user?.id) {
    throw new Error(`Could not create the user ${email}: ${body.msg ?? `Auth answered ${response.status}`}.`);
  }
  return body.user.id;
}
