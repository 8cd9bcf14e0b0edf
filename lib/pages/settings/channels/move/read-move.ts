import { callRpc } from "../../../../db/call-rpc.ts";
import type { StaffMember } from "../../../../model/staff.ts";

/** How far the move from one number to another is, by the rows. */
export interface Move {
  /** What rules and reminders send; null where the other number takes any text. */
  texts: { key: string; title: string | null; isApproved: boolean }[] | null;
  /** On the old number. `without`: of the queued those that the other one could not send. */
  waiting: { queued: number; without: number; onTheirWay: number; uncertain: number };
  /** People whose conversation is on the old number still, and who have gone on on the other. */
  threads: { here: number; moved: number };
}

export function readMove({ client }: Pick<StaffMember, "client">, from: string, to: string): Promise<Move> {
  return callRpc(client, "channel_move", { channel: from, move_to: to }) as unknown as Promise<Move>;
}
