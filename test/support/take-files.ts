import type { Kit } from "./kit.ts";

/** A file that this test fetches itself, as a worker would. */
export interface TakenFile {
  task: number;
  attempt: number;
  facts: { message: number; source: { key: string } };
}

export const takeFiles = ({ rpc }: Pick<Kit, "rpc">, most = 5): Promise<TakenFile[]> =>
  rpc("take_tasks", { kinds: [{ kind: "fetch_file", leaseMs: 120_000, tries: null }], most });

/** What its file came to: stored, gone or refused. */
export const finishFile = (
  { rpc }: Pick<Kit, "rpc">,
  { task, attempt }: Pick<TakenFile, "task" | "attempt">,
  file: object,
): Promise<boolean> => rpc("finish_task", { task, attempt, result: { kind: "done", file } });
