import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { own, type Stage, stage } from "./stage.ts";

/** What was read with an older mapping: offered once it is saved, and at each delivery; for managers. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.close());

const fields = "/monitor/settings/fields";
const whole = { phone: "recapito", contactName: "chi", talkingSeconds: "durata_conv" } as const;
const signedIn = async (who: Staff): Promise<Visitor> => {
  const visitor = new Visitor(s.product.doors.monitor);
  await visitor.signIn(who);
  return visitor;
};
const text = async (visitor: Visitor, path: string, language = "en") => {
  const response = await visitor.get(path, { "accept-language": language });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};

test("after saving, one press reads them all, and tells what came of it once", async () => {
  for (const n of [1, 2, 3]) await s.post(own(n));
  const manager = await signedIn(s.manager);
  expect(await text(manager, fields)).not.toContain("Read the calls again");
  await s.map(whole);
  expect(await text(manager, fields)).toMatch(
    /3 deliveries of the last 30 days[\s\S]*Read 3 deliveries again/,
  );
  expect(await text(manager, fields, "it")).toContain("Rileggi 3 invii");
  const pressed = await manager.post(`${fields}/reread`);
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, fields]);
  const page = await text(manager, fields);
  expect(page).toContain("Read again: 3 calls are up to date. 3 messages are in the queue now.");
  expect(page).not.toContain("Read the calls again");
  expect(await text(manager, fields)).not.toContain("up to date");
  expect(await s.asks()).toHaveLength(3);
});

test("more than one press takes, the rest is said to be left", async () => {
  await s.product.db
    .sql`insert into webhook_requests (workspace_id, source, outcome, body, mapping_version, call_id)
    select id, 'cloudtalk', 'processed', '{"call_id": "1", "external_number": "393331000001"}', 0, 1
    from workspaces, generate_series(1, 210)`;
  await s.map(whole);
  const manager = await signedIn(s.manager);
  await manager.post(`${fields}/reread`);
  expect(await text(manager, fields)).toContain(
    "200 say the same as before. 10 are left to read: press again.",
  );
  await manager.post(`${fields}/reread`);
  expect(await text(manager, fields)).toContain("Read again: 10 say the same as before.");
});

test("at one delivery: offered, pressed, and it leads to its call", async () => {
  const id = await s.post(own(1));
  await s.map(whole);
  const manager = await signedIn(s.manager);
  expect(await text(manager, "/monitor/events?outcome=all")).toContain(`/monitor/events/${id}/reread`);
  expect(await text(manager, `/monitor/events/${id}`)).toContain(
    "Read with the fields as they were set before.",
  );
  const pressed = await manager.post(`/monitor/events/${id}/reread?from=detail`);
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, `/monitor/events/${id}`]);
  const [call] = await s.calls();
  const page = await text(manager, `/monitor/events/${id}`, "it");
  expect(page).toMatch(/Riletto: 1 chiamata aggiornata\. 1 messaggio è ora in coda\./);
  expect(page).toContain(`/monitor/calls/${call.id}`);
  expect(page).not.toContain("/reread");
  const log = await s.product.db.sql`select user_id, subject_id from audit_log where action = 'event_reread'`;
  expect(log).toMatchObject([{ user_id: s.manager.userId, subject_id: `${id}` }]);
});

test("one whose text is gone says so", async () => {
  const id = await s.post(own(1));
  await s.map(whole);
  await s.product.db
    .sql`update webhook_requests set body = null, payload_removed_at = received_at where id = ${id}`;
  const manager = await signedIn(s.manager);
  await manager.post(`/monitor/events/${id}/reread`);
  expect(await text(manager, "/monitor/events?outcome=all")).toContain("the text of 1 is no longer kept");
});

describe("who may", () => {
  test.for([
    ["agent", 403, 403],
    ["manager", 303, 303],
    ["admin", 303, 303],
    ["neighbour", 404, 303],
    ["stranger", 403, 403],
  ] as const)("%s", async ([who, one, all]) => {
    await s.product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const id = await s.post(own(1));
    await s.map(whole);
    const staff = await s.product.db.createStaff(
      who === "neighbour"
        ? { workspace: who, role: "admin" }
        : who === "stranger"
          ? { workspace: null }
          : { role: who },
    );
    const visitor = await signedIn(staff);
    const may = who === "manager" || who === "admin";
    expect((await visitor.post(`/monitor/events/${id}/reread`)).status).toBe(one);
    expect((await visitor.post(`${fields}/reread`)).status).toBe(all);
    expect((await s.calls())[0].phone_number).toBe(may ? "+393331000001" : null);
    const { service } = s.product.db;
    const reading = { version: 1, told: [id], values: {} };
    const direct = await service.rpc("reread_delivery", { request: id, reading, staff: staff.userId });
    expect(direct.error?.code).toBe(may ? undefined : "42501");
    const kept = await service.rpc("keep_readings", { ids: [id], version: 1, staff: staff.userId });
    expect(kept.error?.code).toBe(may ? undefined : "42501");
    const taken = await service.rpc("take_for_reread", { ids: [id], staff: staff.userId });
    expect(taken.data).toHaveLength(may ? 1 : 0);
    for (const name of ["reread_delivery", "keep_readings", "take_for_reread"]) {
      const args = { request: id, reading, ids: [id], version: 1, staff: staff.userId };
      const needed = {
        reread_delivery: ["request", "reading", "staff"],
        keep_readings: ["ids", "version", "staff"],
      }[name] ?? ["ids", "staff"];
      const own = Object.fromEntries(Object.entries(args).filter(([key]) => needed.includes(key)));
      expect((await staff.client.rpc(name, own)).error?.code).toBe("42501");
    }
  });

  test("an agent sees no button", async () => {
    await s.post(own(1));
    await s.map(whole);
    const agent = await signedIn(await s.product.db.createStaff({ role: "agent" }));
    expect(await text(agent, "/monitor/events?outcome=all")).not.toContain("/reread");
  });
});
