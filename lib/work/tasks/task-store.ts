import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { Task, TaskKind, TaskResult } from "./task.ts";

/** The verbs of tasks, as the database has them (supabase/schemas/work/tasks.sql). */
export const taskStore = {
  take: (db: SupabaseClient, { kind, leaseMs, tries, perMinute }: TaskKind, most: number) =>
    callRpc(db, "take_tasks", { kinds: [{ kind, leaseMs, tries, perMinute }], most }) as Promise<
      Task<never>[]
    >,
  /** False when another try took its place meanwhile, or nobody wants it any more. */
  finish: (db: SupabaseClient, { task, attempt }: Task, result: TaskResult, tries: number | null) =>
    callRpc(db, "finish_task", { task, attempt, result, tries }),
};
