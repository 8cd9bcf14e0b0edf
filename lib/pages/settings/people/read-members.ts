import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import type { StaffMember, StaffRole } from "../../../model/staff.ts";

export interface ListedMember {
  userId: string;
  /** Null for an account without an e-mail. */
  name: string | null;
  email: string | null;
  role: StaffRole;
  callsAs: string | null;
  /** ISO 8601; null for who never signed in. */
  lastSignInAt: string | null;
  since: string;
}

/** Everybody of the company by name, for managers. */
export function readMembers({ client, workspace }: StaffMember): Promise<ListedMember[]> {
  return callRpc(client, "member_list", { workspace }) as Promise<ListedMember[]>;
}

/** Throws Problem `not_found`. */
export function memberIn(members: ListedMember[], id: string | undefined): ListedMember {
  const member = members.find(({ userId }) => userId === id);
  if (member) return member;
  throw new Problem("not_found", "There is no such member.");
}
