import type { Services } from "../../services.ts";
import type { Task, TaskKind, TaskResult, TaskWork } from "./task.ts";
import { taskKinds } from "./task-kinds.ts";
import { taskStore } from "./task-store.ts";

/** What runs in this process, by its services and kind: two files at once, of 25 MB each, would share the memory. */
const running = new WeakMap<Services, Map<string, { again: boolean }>>();

/**
 * Does the tasks that are due, of each kind one after the other, the kinds beside each other. A nudge: what it leaves is done by
 * the clock. Never throws. `only`: the kinds that something was just queued of.
 */
export async function runTasks(
  services: Services,
  only?: readonly string[],
  kinds: readonly TaskKind[] = taskKinds,
): Promise<void> {
  const able = kinds.filter(
    ({ kind, isAble }) => (!only || only.includes(kind)) && (!isAble || isAble(services)),
  );
  await Promise.all(able.map((kind) => oneRunAtATime(services, kind)));
}

async function oneRunAtATime(services: Services, kind: TaskKind): Promise<void> {
  const lanes = running.get(services) ?? new Map<string, { again: boolean }>();
  running.set(services, lanes);
  const other = lanes.get(kind.kind);
  if (other) {
    other.again = true;
    return;
  }
  const own = { again: false };
  lanes.set(kind.kind, own);
  const untilMs = performance.now() + kind.beginWithinMs;
  try {
    do {
      own.again = false;
      await runDue(services, kind, untilMs);
    } while (own.again && performance.now() < untilMs);
  } catch (error) {
    services.log.error({ err: error, kind: kind.kind }, "tasks stopped");
  } finally {
    lanes.delete(kind.kind);
  }
}

async function runDue(services: Services, kind: TaskKind, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const [task] = await taskStore.take(services.db, kind, 1);
    if (!task) return;
    const work = await kind.load();
    const result = await tryOne(services, work, task);
    if (result.kind !== "done") {
      services.log.warn({ task: task.task, kind: kind.kind, code: result.code }, "a task is not done");
    }
    const counts = await taskStore.finish(services.db, task, result, kind.tries);
    if (!counts && result.kind === "done") await work.discard?.(services, task.facts, result);
  }
}

async function tryOne(services: Services, work: TaskWork<never>, task: Task<never>): Promise<TaskResult> {
  try {
    return await work.run(services, task.facts);
  } catch (error) {
    services.log.error({ err: error, task: task.task, kind: task.kind }, "a task failed");
    return { kind: "retry", code: "internal", message: "Something went wrong on our side." };
  }
}
