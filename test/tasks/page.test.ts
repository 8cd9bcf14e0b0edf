import { afterEach, beforeEach, expect, test } from "vitest";
import { taskTexts } from "../../lib/pages/tasks/texts.ts";
import { taskKinds } from "../../lib/work/tasks/task-kinds.ts";
import { taskWords } from "../../lib/work/tasks/task-words.ts";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, type Kit, kit } from "../support/kit.ts";

/** /monitor/tasks: what waits, runs and was given up, and what a manager does about it. */
let k: Kit;
let manager: Visitor;
beforeEach(async () => {
  k = await kit({ CLOUDTALK_API_ID: "id", CLOUDTALK_API_KEY: "key" });
  await k.ct(endedCall(1));
  await k.sql`insert into tasks (workspace_id, call_id, kind, key, state, tries, ended_at, reason_code, reason)
    select workspace_id, id, 'write_back', 'a', 'waiting', 0, null::timestamptz, null, null from cloudtalk_calls
    union all select workspace_id, id, 'write_back', 'b', 'failed', 1, app.now(), 'no_contact', 'no' from cloudtalk_calls
    union all select workspace_id, id, 'odd_kind', 'c', 'failed', 10, app.now(), 'odd', '<b>odd & long</b>' from cloudtalk_calls`;
  manager = new Visitor(k.product.doors.monitor);
  await manager.signIn(await k.product.db.createStaff({ role: "manager" }));
});
afterEach(() => k.product.close());

const page = async (path = "/monitor/tasks", who = manager) =>
  (await who.get(path, { "accept-language": "en" })).text();

test("shows each with its state, its reason and where it belongs", async () => {
  const html = await page();
  for (const words of [
    "Waiting (1)",
    "Running (0)",
    "Failed (2)",
    "write back to the calls&#39; vendor that the bill is in",
    "The other service has no contact with this number",
    "10 tries",
    "&lt;b&gt;odd &amp; long&lt;/b&gt;",
    'href="/monitor/calls/1"',
  ])
    expect(html).toContain(words);
  const failed = await page("/monitor/tasks?state=failed");
  expect(failed.match(/id="task-\d+"/g)).toEqual(['id="task-3"', 'id="task-2"']);
  expect(await page("/monitor/tasks?state=odd&before=x")).toContain('id="task-1"');
  expect(await page("/monitor/tasks?before=2")).not.toContain('id="task-2"');
});

test("a manager has one tried again or takes it off the list; an agent only looks", async () => {
  const agent = new Visitor(k.product.doors.monitor);
  await agent.signIn(await k.product.db.createStaff({ role: "agent" }));
  expect(await page("/monitor/tasks", agent)).not.toContain('<button class="main" name="decision"');
  expect((await agent.post("/monitor/tasks/2", { decision: "again" })).status).toBe(403);
  expect((await manager.post("/monitor/tasks/2", { decision: "odd" })).status).toBe(400);
  const answer = await manager.post("/monitor/tasks/2?state=failed", { decision: "again" });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/monitor/tasks?state=failed"]);
  expect(await page()).toContain("It is being tried again now.");
  await manager.post("/monitor/tasks/3", { decision: "seen" });
  expect(
    (await k.sql`select state, seen_at is not null as seen from tasks order by id`).map((row) => ({
      ...row,
    })),
  ).toEqual([
    { state: "waiting", seen: false },
    { state: "waiting", seen: false },
    { state: "failed", seen: true },
  ]);
  expect(
    (await k.sql`select action, subject_id from audit_log where subject_kind = 'task' order by id`).map(
      (row) => ({ ...row }),
    ),
  ).toEqual([
    { action: "task_again", subject_id: "2" },
    { action: "task_seen", subject_id: "3" },
  ]);
  await manager.post("/monitor/tasks/2", { decision: "again" });
  expect(await page()).toContain("No longer needed");
});

test("the first page leads here while one is failed", async () => {
  await k.product.tick();
  const html = await page("/monitor/diagnostics");
  expect(html).toContain("Aftercall stopped trying to write back");
  expect(html).toContain('href="/monitor/tasks?state=failed"');
});

test("every kind and every word is there in both languages", () => {
  for (const { kind } of taskKinds) {
    expect(taskWords.it[kind]).toMatch(/\S/);
    expect(taskWords.en[kind]).toMatch(/\S/);
  }
  expect(Object.keys(taskTexts.en.reasons)).toEqual(Object.keys(taskTexts.it.reasons));
});
