import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import { hasRole, type StaffMember, type StaffRole } from "../model/staff.ts";
import type { AppEnv } from "./create-app.ts";
import { staffSession } from "./staff-session.ts";

/**
 * The signed-in person as Postgres knows them. Throws Problem `unauthorized` without a session, `forbidden` for a member
 * of no workspace or below the role asked for.
 */
export async function staffMember(c: Context<AppEnv>, least: StaffRole = "agent"): Promise<StaffMember> {
  const { client } = await staffSession(c);
  const member = await (callRpc(client, "whoami", {}) as Promise<Omit<StaffMember, "client"> | null>);
  if (!member) {
    throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
  }
  if (!hasRole(member.role, least)) {
    throw new Problem("forbidden", `This needs the role "${least}" or higher. Ask an admin.`);
  }
  return { client, ...member };
}
