import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runTasks } from "../../lib/work/tasks/run-tasks.ts";
import type { Task, TaskKind, TaskResult } from "../../lib/work/tasks/task.ts";
import { hearingLog } from "../support/hearing-log.ts";
import { createProduct, type Product } from "../support/product.ts";

/** I24: a task is done once, or is in sight as failed. With a kind that only this test knows. */
let product: Product;
let done: unknown[];
let answer: (facts: unknown) => TaskResult | Promise<TaskResult>;
const { log } = hearingLog();
const minute = 60_000;

const own = (over: Partial<TaskKind> = {}): TaskKind => ({
  kind: "own",
  leaseMs: minute,
  tries: 3,
  beginWithinMs: 10_000,
  load: async () => ({
    run: async (_, facts) => {
      done.push(facts);
      return answer(facts);
    },
  }),
  ...over,
});

beforeEach(async () => {
  product = await createProduct({}, () => ({ log }));
  done = [];
  answer = () => ({ kind: "done" });
});
afterEach(() => product.close());

const queue = (key: string, payload: object = { key }) =>
  product.db
    .sql`select app.queue_task(id, 'own', ${key}, ${product.db.sql.json(payload as never)}) from workspaces`;
const run = (over?: Partial<TaskKind>) => runTasks(product.services, undefined, [own(over)]);
const rows = async () =>
  (await product.db.sql`select state, tries, attempt, reason_code from tasks order by id`).map((row) => ({
    ...row,
  }));
const take = async (over?: Partial<TaskKind>): Promise<Task[]> => {
  const { kind, leaseMs, tries, perMinute } = own(over);
  const { data } = await product.db.service.rpc("take_tasks", {
    kinds: [{ kind, leaseMs, tries, perMinute }],
    most: 50,
  });
  return data as Task[];
};
const finish = async ({ task, attempt }: Task, result: TaskResult, tries: number | null = 3) =>
  (await product.db.service.rpc("finish_task", { task, attempt, result, tries })).data;

describe("a task", () => {
  test("is done once, however often it is queued and however many run at once", async () => {
    for (const key of ["a", "a", "b", "c"]) await queue(key);
    await Promise.all([
      run(),
      run(),
      runTasks({ ...product.services }, undefined, [own()]),
      runTasks({ ...product.services }, undefined, [own()]),
    ]);
    expect(done.map((facts) => (facts as { key: string }).key).toSorted()).toEqual(["a", "b", "c"]);
    expect((await rows()).map(({ state }) => state)).toEqual(["done", "done", "done"]);
    await queue("a");
    await run();
    expect(done).toHaveLength(3);
  });

  test("is queued with what wants it, or not at all", async () => {
    const back = new Error("take it back");
    await product.db.sql
      .begin(async (tx) => {
        await tx`select app.queue_task(id, 'own', 'a') from workspaces`;
        throw back;
      })
      .catch((error) => expect(error).toBe(back));
    expect(await rows()).toEqual([]);
  });

  test("whose worker died is another's after the lease, and who comes back late changes nothing", async () => {
    await queue("a");
    const [first] = (await take()) as [Task];
    expect(await take()).toEqual([]);
    await product.db.shiftClock(minute + 1);
    const [second] = (await take()) as [Task];
    expect([first.attempt, second.attempt]).toEqual([1, 2]);
    expect(await finish(first, { kind: "failed", code: "refused", message: "late" })).toBe(false);
    expect(await finish(second, { kind: "done" })).toBe(true);
    expect(await finish(second, { kind: "failed", code: "refused", message: "again" })).toBe(false);
    expect(await rows()).toEqual([{ state: "done", tries: 2, attempt: 2, reason_code: null }]);
  });

  test("that kills every worker is given up, in sight", async () => {
    await queue("a");
    for (let n = 0; n < 4; n += 1) {
      await take();
      await product.db.shiftClock(minute + 1);
    }
    expect(await rows()).toEqual([{ state: "failed", tries: 3, attempt: 3, reason_code: "worker_died" }]);
  });

  test("that fails is tried ever more rarely, then given up", async () => {
    answer = () => ({ kind: "retry", code: "unreachable", message: "no" });
    await queue("a");
    const tried: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      const before = done.length;
      await run();
      if (done.length > before) tried.push(at);
      await product.db.shiftClock(minute);
    }
    expect(tried).toEqual([0, 1, 3]);
    expect(await rows()).toMatchObject([{ state: "failed", reason_code: "unreachable", tries: 3 }]);
  });

  test("that throws is tried again, and holds up no other", async () => {
    await queue("a");
    await queue("b");
    answer = (facts) => {
      if ((facts as { key: string }).key === "a") throw new Error("secret of the vendor");
      return { kind: "done" };
    };
    await run();
    expect(await rows()).toMatchObject([{ state: "waiting", reason_code: "internal" }, { state: "done" }]);
    expect(JSON.stringify(await product.db.sql`select reason from tasks`)).not.toContain("secret");
  });

  test("a wait of the vendor's is kept; one that holds up all holds up all, and is no end", async () => {
    await queue("a");
    await queue("b");
    answer = () => ({
      kind: "retry",
      code: "rate_limited",
      message: "slow",
      waitMs: 5 * minute,
      holdsAll: true,
    });
    for (let n = 0; n < 4; n += 1) {
      await run({ tries: 1 });
      await product.db.shiftClock(5 * minute - 1);
      await run({ tries: 1 });
      expect(done).toHaveLength(n + 1);
      await product.db.shiftClock(2);
    }
    expect((await rows()).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  });

  test("of a kind with a limit a minute is taken within it, whatever runs at once", async () => {
    for (let n = 0; n < 9; n += 1) await queue(String(n));
    const taken = await Promise.all(Array.from({ length: 4 }, () => take({ perMinute: 4 })));
    expect(taken.flat()).toHaveLength(4);
    await product.db.shiftClock(minute + 1);
    expect(await take({ perMinute: 4 })).toHaveLength(4);
  });

  test("of another company is not done with this one's keys", async () => {
    await product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    await product.db.sql`select app.queue_task(id, 'own', 'a') from workspaces where key = 'neighbour'`;
    expect(await take()).toEqual([]);
  });
});

test("one that was given up is an alert until a manager has it tried again", async () => {
  answer = () => ({ kind: "failed", code: "refused", message: "It is refused." });
  await queue("a");
  await run();
  const open = () => product.db.sql`select kind, subject, facts from alerts where closed_at is null`;
  await product.tick();
  expect([...(await open())]).toEqual([{ kind: "task_failed", subject: "own", facts: { failed: 1 } }]);
  const manager = await product.db.createStaff({ role: "manager" });
  const [{ id: task }] = await product.db.sql<[{ id: string }]>`select id from tasks`;
  const settle = async (decision: string) =>
    (await manager.client.rpc("settle_failed_task", { task, decision })).data;
  expect(await settle("seen")).toBe("seen");
  await product.tick();
  expect([...(await open())]).toEqual([]);
  answer = () => ({ kind: "done" });
  expect(await settle("again")).toBe("again");
  expect(await settle("again")).toBe("settled");
  await run();
  expect(await rows()).toMatchObject([{ state: "done", attempt: 2, tries: 1 }]);
});

test("goes with its person", async () => {
  const { endedCall, phone } = await import("../support/calls.ts");
  await product.postCloudtalk(endedCall(1));
  const { sql } = product.db;
  for (const key of ["waiting", "done"])
    await sql`select app.queue_task(workspace_id, 'own', ${key}, '{"contactId": "4711"}', p_call => id) from cloudtalk_calls`;
  await sql`update tasks set state = 'done', ended_at = app.now() where key = 'done'`;
  const admin = await product.db.createStaff({ role: "admin" });
  const [{ id: contact }] = await sql<[{ id: string }]>`select id from contacts`;
  await admin.client.rpc("erase_contact", { contact, reason: "richiesta", typed: phone(1) });
  expect([...(await sql`select key, payload from tasks`)]).toEqual([{ key: "done", payload: {} }]);
});
