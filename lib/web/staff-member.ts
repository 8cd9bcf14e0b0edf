import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import { hasRole, type StaffMember, type StaffRole } from "../model/staff.ts";
import type { AppEnv } from "./create-app.ts";
import { staffSession } from "./staff-session.ts";

/** Who asks, and for which company. */
export interface KnownMember extends StaffMember {
  /** The company's name. */
  company: string;
  /** ISO 3166-1 alpha-2: whose numbers those without a country code are. */
  country: string;
}

/**
 * The signed-in person, or the program, as Postgres knows them. Throws Problem `unauthorized` without a session, `forbidden` for a member
 * of no workspace or below the role asked for.
 */
export async function staffMember(c: Context<AppEnv>, least: StaffRole = "agent"): Promise<KnownMember> {
  const { client } = await staffSession(c);
  const member = await (callRpc(client, "whoami", {}) as Promise<Omit<KnownMember, "client"> | null>);
  if (!member) {
    throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
  }
  if (!hasRole(member.role, least)) {
    throw new Problem("forbidden", `This needs the role "${least}" or higher. Ask an admin.`);
  }
  return { client, ...member };
}
