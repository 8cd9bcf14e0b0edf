import type { SupabaseClient } from "@supabase/supabase-js";

export const staffRoles = ["agent", "manager", "admin"] as const;
export type StaffRole = (typeof staffRoles)[number];
const ranks: Record<StaffRole, number> = { agent: 1, manager: 2, admin: 3 };

/** A signed-in person and what they may do. */
export interface StaffMember {
  /** Reads and writes as this person, under row-level security. */
  client: SupabaseClient;
  userId: string;
  /** Id of the workspace that the monitor shows this person. */
  workspace: string;
  role: StaffRole;
  timeZone: string;
  /** As colleagues read it; null where nobody gave one. */
  name: string | null;
}

export function hasRole(role: StaffRole, least: StaffRole): boolean {
  return ranks[role] >= ranks[least];
}
