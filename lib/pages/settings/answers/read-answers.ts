import { callTable } from "../../../db/call-table.ts";
import type { StaffMember } from "../../../model/staff.ts";

export interface ReadyAnswer {
  /** What is typed after the slash. */
  shortcut: string;
  title: string;
  /** With variables, as the texts have them. */
  body: string;
}

/** In the order in which they are offered. */
export function readAnswers({
  client,
  workspace,
}: Pick<StaffMember, "client" | "workspace">): Promise<ReadyAnswer[]> {
  return callTable<ReadyAnswer[]>(
    client
      .from("ready_answers")
      .select("shortcut, title, body")
      .eq("workspace_id", workspace)
      .order("position")
      .order("id"),
  );
}
