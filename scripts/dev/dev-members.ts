import type { SupabaseClient } from "@supabase/supabase-js";
import type { SqlSession } from "../platform/sql-session.ts";

/** A member of the company on this machine. */
export interface DevMember {
  key: string;
  name: string;
  email: string;
  role: "agent" | "manager" | "admin";
  /** Their e-mail in CloudTalk, where it is another. */
  callsAs?: string;
}

/** As whom one may sign in. The first is the operator whom the simulator's calls name. */
export const devMembers: readonly DevMember[] = [
  {
    key: "samuela",
    name: "Samuela Rossini",
    email: "samuela@aftercall.test",
    role: "agent",
    callsAs: "samuela@example.com",
  },
  { key: "marco", name: "Marco Ferri", email: "marco@aftercall.test", role: "manager" },
  { key: "anna", name: "Anna Conti", email: "anna@aftercall.test", role: "admin" },
];

/** Makes the account where there is none, with this password, and the membership. Answers the account's id. */
export async function ensureMember(
  { query }: SqlSession,
  service: SupabaseClient,
  { name, email, role, callsAs }: DevMember,
  password: string,
): Promise<string> {
  const [known] = await query<{ id: string }>("select id::text from auth.users where email = $1", [email]);
  let id = known?.id;
  if (!id) {
    const { data, error } = await service.auth.admin.createUser({ email, password, email_confirm: true });
    if (error) throw error;
    id = data.user.id;
  }
  await query("select public.add_member('default', $1::text::uuid, $2::text, $3::text)", [id, role, name]);
  if (callsAs) {
    await query("update memberships set calls_as = $2::text where user_id = $1::text::uuid", [id, callsAs]);
  }
  return id;
}
