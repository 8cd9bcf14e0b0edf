import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";

export const taskStates = ["waiting", "running", "failed", "all"] as const;
export type TaskFilter = (typeof taskStates)[number];

/** Times are ISO 8601. */
export interface TaskView {
  id: number;
  kind: string;
  state: "waiting" | "running" | "done" | "failed";
  tries: number;
  /** When it is tried next, or its worker is taken for dead. */
  dueAt: string;
  reasonCode: string | null;
  /** A sentence, in English. */
  reason: string | null;
  createdAt: string;
  endedAt: string | null;
  /** Failed: taken off the list of what needs a person. */
  seenAt: string | null;
  callId: number | null;
  messageId: number | null;
  contactId: number | null;
}

export interface TaskPage {
  now: string;
  timeZone: string;
  counts: Record<"waiting" | "running" | "failed", number>;
  /** Newest first. */
  tasks: TaskView[];
  /** Where the page after this one begins; null when this is the last. */
  older: number | null;
}

const rowsShown = 50;

export async function readTasks(
  client: SupabaseClient,
  state: TaskFilter,
  before: number | null,
): Promise<TaskPage> {
  const page = await (callRpc(client, "task_page", { state, before, page_size: rowsShown }) as Promise<
    Omit<TaskPage, "older">
  >);
  const tasks = page.tasks.slice(0, rowsShown);
  return { ...page, tasks, older: page.tasks.length > rowsShown ? (tasks.at(-1)?.id ?? null) : null };
}
