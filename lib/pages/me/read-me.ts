import { callRpc } from "../../db/call-rpc.ts";
import type { StaffMember } from "../../model/staff.ts";

/** What people say of themselves. */
export interface Me {
  name: string | null;
  email: string | null;
  callsAs: string | null;
  language: string | null;
  /** E.164. */
  phone: string | null;
}

export function readMe({ client, workspace }: Pick<StaffMember, "client" | "workspace">): Promise<Me> {
  return callRpc(client, "read_me", { workspace }) as Promise<Me>;
}
