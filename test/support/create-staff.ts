import { randomBytes } from "node:crypto";
import type { PostgresConnection } from "@supabase/lite/postgres";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { createStaffUser } from "../../scripts/platform/create-staff-user.ts";
import type { PlatformKeys } from "../../scripts/platform/platform-keys.ts";
import type { SupabaseAddress } from "./test-database.ts";

export interface StaffOptions {
  /** Key of the workspace; null makes an account without any membership. */
  workspace?: string | null;
  role?: "agent" | "manager" | "admin";
}

export interface Staff {
  userId: string;
  email: string;
  password: string;
  /** Signed in: row-level security sees this person. */
  client: SupabaseClient;
  accessToken: string;
}

export async function createStaff(
  connection: PostgresConnection,
  keys: PlatformKeys,
  supabase: SupabaseAddress,
  service: SupabaseClient,
  { workspace = "default", role = "agent" }: StaffOptions,
): Promise<Staff> {
  const email = `${role}-${randomBytes(4).toString("hex")}@aftercall.test`;
  const password = randomBytes(12).toString("base64url");
  const userId = await createStaffUser(connection, keys, { email, password });
  if (workspace !== null) {
    const member = { workspace, user_id: userId, role };
    const { error } = await service.rpc("add_member", member);
    if (error) throw new Error(`add_member refused ${role} of ${workspace}: ${error.message}`);
  }
  const client = createClient(supabase.url, supabase.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: supabase.fetch },
  });
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error) throw error;
  return { userId, email, password, client, accessToken: data.session.access_token };
}
