import { createSupabaseApp, type SupabaseApp } from "./create-supabase-app.ts";
import type { PlatformKeys } from "./platform-keys.ts";
import { type PlatformConnection, sqlDatabase } from "./sql-session.ts";

export interface Credentials {
  email: string;
  password: string;
}

const apps = new WeakMap<PlatformConnection, SupabaseApp>();

/** Makes a user who can sign in, or finds the one with this address, and answers the id. */
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
  const app = apps.get(connection) ?? createSupabaseApp(connection, keys);
  apps.set(connection, app);
  const response = await app.fetch(
    new Request("http://supabase.local/auth/v1/admin/users", {
      method: "POST",
      headers: { apikey: keys.secretKey, "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    }),
  );
  const body = (await response.json()) as { id?: string; msg?: string };
  if (!response.ok || !body.id) {
    throw new Error(`Could not create the user ${email}: ${body.msg ?? `Auth answered ${response.status}`}.`);
  }
  return body.id;
}
