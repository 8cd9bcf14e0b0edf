import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { AppEnv } from "./create-app.ts";
import { staffSession } from "./staff-session.ts";

export type StaffRole = "agent" | "manager" | "admin";
const ranks: Record<StaffRole, number> = { agent: 1, manager: 2, admin: 3 };

export interface StaffMember {
  /** Reads and writes as this person, under row-level security. */
  client: SupabaseClient;
  userId: string;
  /** Id of the workspace that the monitor shows this person. */
  workspace: string;
  role: StaffRole;
  timeZone: string;
}

/**
 * The signed-in person as Postgres knows them. Throws Problem `unauthorized` without a session, `forbidden` for a member
 * of no workspace or below the role asked for.
 */
export async function staffMember(c: Context<AppEnv>, least: StaffRole = "agent"): Promise<StaffMember> {
  const { client } = await staffSession(c);
  const member = await callRpc<Omit<StaffMember, "client"> | null>(client, "whoami", {});
  if (!member) {
    throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
  }
  if (!hasRole(member.role, least)) {
    throw new Problem("forbidden", `This needs the role "${least}" or higher. Ask an admin.`);
  }
  return { client, ...member };
}

export function hasRole(role: StaffRole, least: StaffRole): boolean {
  return ranks[role] >= ranks[least];
}
