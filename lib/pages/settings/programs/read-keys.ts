import { callRpc } from "../../../db/call-rpc.ts";
import type { StaffMember, StaffRole } from "../../../model/staff.ts";

/** A program's key as it is told of; times are ISO 8601. */
export interface ListedKey {
  id: string;
  name: string;
  role: StaffRole;
  /** How it begins. */
  prefix: string;
  createdBy: string | null;
  createdAt: string;
  /** To the minute; null: never. */
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** Those that hold, newest first, then those revoked lately; for admins. */
export function readKeys({ client, workspace }: StaffMember): Promise<ListedKey[]> {
  return callRpc(client, "api_key_list", { workspace }) as Promise<ListedKey[]>;
}
