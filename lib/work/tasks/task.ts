import type { Services } from "../../services.ts";

/** A try at a task, handed out to one worker. */
export interface Task<Facts = unknown> {
  /** Row of `tasks`. */
  task: number;
  attempt: number;
  kind: string;
  /** What its worker has to know: read when it was taken. */
  facts: Facts;
}

export type TaskResult =
  /** `payload` is kept with the task; what else it brings is for its kind's own effect in the database. */
  | { kind: "done"; payload?: object; [effect: string]: unknown }
  | {
      kind: "retry";
      code: string;
      message: string;
      /** Not before; null and absent: 1, 2, 4 … minutes. */
      waitMs?: number | null;
      /** In a rhythm, without an end: a person mends the cause. */
      everyMs?: number;
      /** Nothing of its kind begins before the wait is over, and none is given up for it. */
      holdsAll?: boolean;
    }
  | { kind: "failed"; code: string; message: string };

/** How a kind of task is done. */
export interface TaskWork<Facts = unknown> {
  /** One try. What it throws is tried again. */
  run(services: Services, facts: Facts): Promise<TaskResult>;
  /** Nobody wants the result any more: takes back what it left outside the database. */
  discard?(services: Services, facts: Facts, result: TaskResult): Promise<void>;
}

export interface TaskKind {
  /** As in `tasks.kind`. */
  kind: string;
  /** What one try may take; after it another worker may have the task. */
  leaseMs: number;
  /** After these it has failed; null: its own effect says when. */
  tries: number | null;
  /** What the vendor's limit leaves us, whatever runs at once. */
  perMinute?: number;
  /** No try begins later than this after the start of a run: the function ends at 120 s (vercel.json). */
  beginWithinMs: number;
  /** Whether what it needs outside is configured. */
  isAble?(services: Services): boolean;
  load(): Promise<TaskWork<never>>;
}
