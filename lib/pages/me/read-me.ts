import { callRpc } from "../../db/call-rpc.ts";
import type { StaffMember } from "../../model/staff.ts";

export const summaries = ["morning", "evening"] as const;
export type Summary = (typeof summaries)[number];

/** What people say of themselves. */
export interface Me {
  name: string | null;
  email: string | null;
  callsAs: string | null;
  language: string | null;
  /** E.164. */
  phone: string | null;
  /** Which e-mails of what waits they want, and whether the company has e-mail to send them by. */
  summaries: Summary[];
  sendsMail: boolean;
}

export function readMe({ client, workspace }: Pick<StaffMember, "client" | "workspace">): Promise<Me> {
  return callRpc(client, "read_me", { workspace }) as Promise<Me>;
}
