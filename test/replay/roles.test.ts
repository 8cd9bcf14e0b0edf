import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { type Stage, stage } from "./harness.ts";

/** I15: who may see what was said, and try it again. */
let s: Stage;
let event: number;
const staff = {} as Record<"agent" | "manager" | "admin" | "neighbour" | "stranger", Staff>;
const visitors = {} as Record<keyof typeof staff, Visitor>;

beforeAll(async () => {
  s = await stage();
  await s.product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  staff.agent = await s.product.db.createStaff({ role: "agent" });
  staff.manager = s.manager;
  staff.admin = await s.product.db.createStaff({ role: "admin" });
  staff.neighbour = await s.product.db.createStaff({ workspace: "neighbour", role: "admin" });
  staff.stranger = await s.product.db.createStaff({ workspace: null });
  for (const who of Object.keys(staff) as (keyof typeof staff)[]) {
    visitors[who] = new Visitor(s.product.doors.monitor);
    await visitors[who].signIn(staff[who]);
  }
});
afterAll(() => s.product.close());
beforeEach(async () => {
  event = await s.rejectedOnce("cloudtalk", endedCall(1));
});

const roles = [
  ["agent", 200, 403, 403, 403],
  ["manager", 200, 200, 303, 303],
  ["admin", 200, 200, 303, 303],
  ["neighbour", 200, 404, 404, 303],
  ["stranger", 403, 403, 404, 403],
] as const;

describe.each(roles)("%s", (who, list, detail, one, matching) => {
  test("at the pages", async () => {
    const visitor = visitors[who];
    expect((await visitor.get("/monitor/events")).status).toBe(list);
    const page = await visitor.get(`/monitor/events/${event}`);
    expect(page.status).toBe(detail);
    expect((await page.text()).includes("Cliente 1")).toBe(detail === 200);
    expect((await visitor.post(`/monitor/events/${event}/replay`)).status).toBe(one);
    expect((await s.event(event)).outcome === "rejected").toBe(one !== 303);
  });

  test("pressing “all that match”", async () => {
    expect((await visitors[who].post("/monitor/events/replay", { decision: "matching" })).status).toBe(
      matching,
    );
    expect((await s.event(event)).outcome === "rejected").toBe(!["manager", "admin"].includes(who));
  });

  test("at the functions", async () => {
    const { client } = staff[who];
    const allowed = who === "manager" || who === "admin";
    const read = await client.rpc("read_event", { event });
    const taken = await client.rpc("take_for_replay", { ids: [event] });
    if (allowed) {
      expect(read.data).toMatchObject({ id: event, rawBody: expect.stringContaining("Cliente 1") });
      expect(taken.data).toMatchObject({ staff: staff[who].userId, deliveries: [{ id: event }] });
    } else if (who === "agent") {
      expect([read.error?.code, taken.error?.code]).toEqual(["42501", "42501"]);
    } else {
      expect([read.data, taken.data]).toEqual([null, { staff: staff[who].userId, deliveries: [] }]);
    }
    const page = await client.rpc("event_page", {
      page_size: 40,
      state: "all",
      source: null,
      before: null,
    });
    expect(JSON.stringify(page.data)).not.toContain("Cliente 1");
    expect(page.data === null ? null : page.data.events.length > 0).toBe(
      { agent: true, manager: true, admin: true, neighbour: false, stranger: null }[who],
    );
  });

  test("named as the one who asks, to the function that writes", async () => {
    const { data, error } = await s.product.db.service.rpc("replay_delivery", {
      request: event,
      reading: null,
      staff: staff[who].userId,
    });
    const allowed = who === "manager" || who === "admin";
    expect([error?.code, data?.outcome]).toEqual(allowed ? [undefined, "rejected"] : ["42501", undefined]);
  });

  test("may not call the function that writes", async () => {
    const args = { request: event, reading: null, staff: staff[who].userId };
    expect((await staff[who].client.rpc("replay_delivery", args)).error?.code).toBe("42501");
  });
});

test("an agent is told in words", async () => {
  for (const answer of [
    await visitors.agent.get(`/monitor/events/${event}`),
    await visitors.agent.post(`/monitor/events/${event}/replay`),
  ]) {
    expect(await answer.text()).toMatch(/You may not do this|Non hai il permesso di farlo/);
  }
});

test("nobody gets in without signing in", async () => {
  const visitor = new Visitor(s.product.doors.monitor);
  for (const answer of [
    await visitor.get("/monitor/events"),
    await visitor.get(`/monitor/events/${event}`),
    await visitor.post(`/monitor/events/${event}/replay`),
    await visitor.post("/monitor/events/replay", { decision: "matching" }),
  ]) {
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^\/monitor\/sign-in(\?next=%2Fmonitor%2Fevents|$)/);
  }
  expect(await s.event(event)).toMatchObject({ outcome: "rejected", replays: 0 });
});

test("another site's form is refused", async () => {
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
    for (const path of [`/monitor/events/${event}/replay`, "/monitor/events/replay"]) {
      const answer = await visitors.manager.post(
        path,
        { decision: "matching" },
        headers as Record<string, string>,
      );
      expect([path, answer.status]).toEqual([path, 403]);
    }
  }
  expect(await s.event(event)).toMatchObject({ outcome: "rejected", replays: 0 });
});

test("of ticks that hold a neighbour's event, only one's own are tried", async () => {
  const [theirs] = await s.product.db.sql`
    insert into webhook_requests (workspace_id, source, outcome, reason, raw_body, content_type)
    select id, 'cloudtalk', 'rejected', 'unreadable', ${JSON.stringify(endedCall(2))}, 'application/json'
    from workspaces where key = 'neighbour' returning id`;
  const report = await s.replay([event, Number(theirs!.id)]);
  expect([report.counts.processed + report.counts.duplicate, report.left]).toEqual([1, 0]);
  expect(await s.event(Number(theirs!.id))).toMatchObject({ outcome: "rejected", replays: 0 });
});
