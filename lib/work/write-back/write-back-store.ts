import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { BillNews, WriteResult } from "../../vendors/vendor.ts";

/** Something to write back now: a bill is in. */
export interface WriteBackTask extends Omit<BillNews, "publicUrl"> {
  task: number;
  attempt: number;
}

/** The verbs of what is written back, as the database has them (supabase/schemas/work/cloudtalk_tasks.sql). */
export const writeBackStore = {
  take: (db: SupabaseClient, most: number) =>
    callRpc(db, "take_cloudtalk_tasks", { most }) as Promise<WriteBackTask[]>,
  /** False when another try took its place meanwhile. */
  finish: (db: SupabaseClient, { task, attempt }: WriteBackTask, result: WriteResult) =>
    callRpc(db, "finish_cloudtalk_task", { task, attempt, result }),
};
