import { callTable } from "../../../db/call-table.ts";
import type { StaffMember } from "../../../model/staff.ts";

export interface RecentCall {
  id: number;
  createdAt: string;
  contactName: string | null;
  phone: string | null;
  phoneRaw: string | null;
  direction: string | null;
  talkingSeconds: number | null;
}

const shown = 10;

/** The last calls, newest first. */
export function readRecentCalls({
  client,
  workspace,
}: Pick<StaffMember, "client" | "workspace">): Promise<RecentCall[]> {
  return callTable<RecentCall[]>(
    client
      .from("cloudtalk_calls")
      .select(
        "id, createdAt:created_at, contactName:contact_name, phone:phone_number, phoneRaw:phone_raw, direction, talkingSeconds:talking_seconds",
      )
      .eq("workspace_id", workspace)
      .order("id", { ascending: false })
      .limit(shown),
  );
}
