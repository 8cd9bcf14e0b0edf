import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall, phone } from "../support/calls.ts";
import { sentBy, type TwoVendors, twoVendors } from "./two-vendors.ts";

/** A free text leaves to a person for 24 hours after they wrote, by the vendor's clock; after that only what was reviewed. */
let s: TwoVendors;
const hour = 3_600_000;
const now = () => s.product.db.now();
const ago = (ms: number) => new Date(Date.parse("2026-11-21T09:00:00Z") - ms).toISOString().slice(0, 19);
const windows = () => s.sql`select window_until, free_until from whatsapp_conversations order by id`;
const messages = () => s.sql`select purpose, status, reason_code, content, body from whatsapp_messages
  where direction = 'out' order by id`;
const asks = () => s.sql`select code, should_send, state from asks order by id`;
const call = async (n: number) => {
  await s.product.postCloudtalk(endedCall(n));
  await s.product.afterResponses();
};
const wait = (ms: number) => s.product.db.shiftClock(ms);

beforeEach(async () => {
  s = await twoVendors({ FIRST_CONTACT_CHANNEL: "meta" });
});
afterEach(() => s.product.close());

describe("it opens", () => {
  test("at the time that the vendor tells, not when we heard of it", async () => {
    await s.write(1, `${ago(20 * hour)}Z`);
    expect(await windows()).toMatchObject([{ window_until: new Date("2026-11-21T13:00:00Z") }]);
  });

  test("not at all by what comes days late, and nothing late shuts it", async () => {
    await s.write(1, `${ago(1 * hour)}Z`);
    await s.write(1, `${ago(6 * 24 * hour)}Z`);
    expect(await windows()).toMatchObject([{ window_until: new Date("2026-11-22T08:00:00Z") }]);
    await s.write(2, `${ago(6 * 24 * hour)}Z`);
    await call(2);
    expect(await asks()).toMatchObject([{ code: "no_template" }]);
  });

  test("by a call too, and an ad's three days of no cost open no text", async () => {
    await s.write(1, `${ago(30 * hour)}Z`);
    const [row] = await s.sql`select contact_id from whatsapp_conversations`;
    const may = async () =>
      (await s.sql`select app.may_write_freely(${s.meta}, ${row!.contact_id}, app.now()) as may`)[0]!.may;
    await s.sql`select app.open_window(${s.meta}, ${row!.contact_id}, app.now() - interval '25 hours', 72)`;
    expect((await windows())[0]!.free_until).not.toBeNull();
    expect(await may()).toBe(false);
    await s.sql`select app.open_window(${s.meta}, ${row!.contact_id}, app.now())`;
    expect(await may()).toBe(true);
  });

  test("never where the vendor takes a text at any time", async () => {
    await s.sql`select app.open_window(${s.gateway}, c.id, app.now()) from contacts c`;
    expect(await windows()).toEqual([]);
  });
});

describe("a call's ask", () => {
  test("leaves as a text while it is open, and as the reviewed text to who never wrote", async () => {
    await approveTemplate(s.product);
    await s.write(1, `${ago(hour)}Z`);
    await wait(60_000);
    await call(1);
    await call(2);
    await s.send();
    expect(s.sends.map(({ to, type }) => [to, type])).toEqual([
      [phone(1), "text"],
      [phone(2), "template"],
    ]);
    expect(await messages()).toMatchObject([{ content: null }, { content: { name: "follow_up_v1" } }]);
  });

  test("is not made without a reviewed text: the person is in sight, and a press sends it once there is one", async () => {
    await call(1);
    expect(await asks()).toMatchObject([{ code: "no_template", should_send: false, state: "declined" }]);
    expect(s.sends).toEqual([]);
    expect(await s.sql`select kind, call_id is not null as of_call from attention`).toEqual([
      { kind: "no_template", of_call: true },
    ]);
    const visitor = new Visitor(s.product.doors.monitor);
    await visitor.signIn(await s.product.db.createStaff({ role: "agent" }));
    const page = await (await visitor.get("/monitor/diagnostics", { "accept-language": "it" })).text();
    expect(page).toContain("Non gli abbiamo potuto scrivere");
    await approveTemplate(s.product);
    const { client } = await s.product.db.createStaff({ role: "agent" });
    const { data } = await client.rpc("override_call", { call: 1, decision: "send", lifts: [] });
    expect(data).toBe("staff_send");
    await s.send();
    expect(s.sends).toMatchObject([{ type: "template" }]);
    expect(await s.sql`select settled_how from attention`).toEqual([{ settled_how: "sent" }]);
  });

  test("the dry run says so too", async () => {
    const { client } = await s.product.db.createStaff({ role: "agent" });
    await call(1);
    const [{ id }] = await s.sql<[{ id: string }]>`select id from workspaces`;
    const { data } = await client.rpc("try_decision", { workspace: id, call: 1 });
    expect(data).toMatchObject({ send: false, code: "no_template" });
    expect(data.guards.at(-1)).toMatchObject({ guard: "no_template", passes: false });
  });
});

describe("what waited until it closed", () => {
  const queue = async () => {
    await s.sql`update channels set state = 'paused', pause_reason = 'staff' where id = ${s.meta}`;
    await s.write(1, `${ago(23 * hour)}Z`);
    await wait(60_000);
    await call(1);
    expect(await messages()).toMatchObject([{ status: "queued", content: null }]);
    await wait(2 * hour);
    await s.sql`update channels set state = 'active', pause_reason = null where id = ${s.meta}`;
  };

  test("leaves as its reviewed text, once", async () => {
    await queue();
    await approveTemplate(s.product);
    await s.send();
    expect(s.sends).toMatchObject([{ type: "template", template: { name: "follow_up_v1" } }]);
    expect(await messages()).toMatchObject([{ status: "accepted" }]);
  });

  test("fails in sight where there is none, without a call to the vendor; what is behind it leaves", async () => {
    await queue();
    await s.write(2, (await now()).toISOString());
    await wait(60_000);
    await call(2);
    await s.send();
    expect(s.sends.map(({ to }) => to)).toEqual([phone(2)]);
    expect(await messages()).toMatchObject([
      { status: "failed", reason_code: "window_closed" },
      { status: "accepted" },
    ]);
    expect(await s.sql`select state, detail from conversations order by contact_id limit 1`).toMatchObject([
      { state: "problem", detail: "window_closed" },
    ]);
  });
});

describe("a member of staff", () => {
  const say = async (over: object) => {
    const { client } = await s.product.db.createStaff({ role: "agent" });
    const { data, error } = await client.rpc("send_manual", {
      ...{ contact: 1, body: "Ciao", key: crypto.randomUUID(), ...over },
    });
    if (error) throw new Error(error.message);
    return data;
  };

  test("writes freely while it is open; then only a reviewed text leaves, and the page says both", async () => {
    await s.write(1, `${ago(23 * hour)}Z`);
    expect(await say({})).toMatchObject({ sent: true });
    const visitor = new Visitor(s.product.doors.monitor);
    await visitor.signIn(await s.product.db.createStaff({ role: "agent" }));
    const page = async () => (await visitor.get("/monitor/c/1", { "accept-language": "it" })).text();
    expect(await page()).toContain("scrivi fino alle 11:00");
    await wait(2 * hour);
    expect(await say({})).toMatchObject({ sent: false, code: "window_closed" });
    expect(await page()).toContain("solo testi approvati");
    await approveTemplate(s.product);
    expect(await page()).toContain("Scegline uno.");
    expect(await say({ template: "follow_up", body: "" })).toMatchObject({ sent: true });
    await s.send();
    expect(s.sends.at(-1)).toMatchObject({ type: "template" });
  });
});

test("a reminder leaves as its reviewed text, and is skipped in sight where there is none", async () => {
  await approveTemplate(s.product);
  for (const n of [1, 2]) await call(n);
  const value = { enabled: true, steps: [{ afterDays: 2, template: "follow_up" }] };
  await s.sql`insert into workspace_settings (workspace_id, kind, version, value)
    select id, 'reminders', 1, ${s.sql.json(value)} from workspaces`;
  await s.send();
  await wait(2 * 24 * hour);
  await s.sql`update whatsapp_template_states set state = 'paused'`;
  await s.send();
  expect((await messages()).slice(2)).toMatchObject([
    { purpose: "reminder", status: "skipped", reason_code: "no_template" },
    { purpose: "reminder", status: "skipped", reason_code: "no_template" },
  ]);
  expect(sentBy(s)).toEqual([]);
});

test("two who are one have the later window, and each their own when they are parted", async () => {
  await s.write(1, `${ago(20 * hour)}Z`);
  await s.write(2, `${ago(hour)}Z`);
  const [one, two] = await s.sql`select id from contacts order by id`;
  const [merge] = await s.sql`select app.merge_contacts(${two!.id}, ${one!.id}) as id`;
  expect(await windows()).toMatchObject([{ window_until: new Date("2026-11-22T08:00:00Z") }]);
  const { client } = await s.product.db.createStaff({ role: "manager" });
  await client.rpc("split_contact", { merge: merge!.id, reason: "due persone" });
  expect(await windows()).toMatchObject([
    { window_until: new Date("2026-11-21T13:00:00Z") },
    { window_until: new Date("2026-11-22T08:00:00Z") },
  ]);
});
