import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";

/** Something to write to CloudTalk now: a bill is in. */
export interface CloudtalkTask {
  task: number;
  attempt: number;
  kind: "tag" | "activity";
  /** Id of our call. */
  externalId: number;
  /** CloudTalk's contact, where an event or an earlier try named it. */
  contactId: string | null;
  /** E.164. */
  phone: string | null;
  /** ISO 8601. */
  receivedAt: string;
}

export type TaskResult =
  | { kind: "done"; contactId: string }
  | { kind: "retry"; code: string; message: string; waitMs: number | null }
  | { kind: "failed"; code: string; message: string };

/** The verbs of what is written back, as the database has them (supabase/migrations, cloudtalk_tasks). */
export const cloudtalkTaskStore = {
  take: (db: SupabaseClient, most: number) =>
    callRpc(db, "take_cloudtalk_tasks", { most }) as Promise<CloudtalkTask[]>,
  /** False when another try took its place meanwhile. */
  finish: (db: SupabaseClient, { task, attempt }: CloudtalkTask, result: TaskResult) =>
    callRpc(db, "finish_cloudtalk_task", { task, attempt, result }),
};
