import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";
import { sentBy, type TwoVendors, twoVendors } from "./two-vendors.ts";

/** WhatsApp takes the right to begin chats from the gateway's number: who wrote is answered, first contacts leave from Meta's. */
let s: TwoVendors;
let tried: string[];
const hour = 3_600_000;
/** As linked clients tell of WhatsApp's reach-out lock (Baileys issue 2441). */
const locked = { success: false, message: "Failed to send message: error 463 (RESTRICT_ALL_COMPANIONS)" };
const call = async (n: number) => {
  await s.product.postCloudtalk(endedCall(n));
  await s.product.afterResponses();
};
const messages =
  () => s.sql`select recipient as to, status, reason_code, attempt, channel_id = ${s.meta} as meta
  from whatsapp_messages where direction = 'out' order by id`;
const lock = async () =>
  (
    await s.sql`select begin_locked_at as at, begin_locked_until as until from channels where id = ${s.gateway}`
  )[0]!;

beforeEach(async () => {
  s = await twoVendors();
  tried = [];
});
afterEach(() => s.product.close());

/** The gateway refuses whoever has never written to it. */
function lockGateway(): void {
  s.product.wasender.use(
    http.post(`${wasenderDoubleUrl}/send-message`, async ({ request }) => {
      const { to } = (await request.clone().json()) as { to: string };
      tried.push(to);
      const rows = await s.sql`select from whatsapp_messages where direction = 'in' and address = ${to}`;
      return rows.length > 0 ? undefined : HttpResponse.json(locked, { status: 422 });
    }),
  );
}

describe("with Meta's number beside it", () => {
  beforeEach(async () => {
    await approveTemplate(s.product);
    lockGateway();
  });

  test("the refused one and all that wait leave from there, each once; who wrote is answered from the gateway", async () => {
    await s.sql`update channels set state = 'paused', pause_reason = 'staff' where id = ${s.gateway}`;
    await s.product.postWasender(inbound(3, "Salve"));
    await s.product.db.shiftClock(60_000);
    for (const n of [1, 2, 3]) await call(n);
    await s.sql`update channels set state = 'active', pause_reason = null where id = ${s.gateway}`;
    await s.send();
    await s.send();
    expect(tried).toEqual([phone(1), phone(3)]);
    expect(sentBy(s)).toEqual([phone(3)]);
    expect(s.sends.map(({ to, type }) => [to, type]).toSorted()).toEqual([
      [phone(1), "template"],
      [phone(2), "template"],
    ]);
    expect(await messages()).toMatchObject([
      { status: "accepted", meta: true, attempt: 2 },
      { status: "accepted", meta: true, attempt: 1 },
      { status: "accepted", meta: false, attempt: 1 },
    ]);
  });

  test("the refused one leaves from there at once, without waiting for the clock", async () => {
    await call(1);
    expect(tried).toEqual([phone(1)]);
    expect(s.sends.map(({ to }) => to)).toEqual([phone(1)]);
  });

  test("whose call ends later is asked from there at once, and their answer stays there", async () => {
    await call(1);
    await call(2);
    expect(tried).toEqual([phone(1)]);
    await s.send();
    expect(s.sends.map(({ to }) => to)).toEqual([phone(1), phone(2)]);
    await s.write(2, (await s.product.db.now()).toISOString());
    const { client } = await s.product.db.createStaff({ role: "agent" });
    const [row] = await s.sql`select contact_id as id from whatsapp_messages where recipient = ${phone(2)}`;
    const { data } = await client.rpc("send_manual", { contact: row!.id, body: "Grazie", key: "k" });
    expect(data).toMatchObject({ sent: true, channel: s.meta });
  });

  test("a reminder to who was asked before the lock does not move, and waits", async () => {
    await call(1);
    await s.sql`update whatsapp_messages set status = 'accepted', accepted_at = app.now() - interval '2 days',
      channel_id = ${s.gateway}, send_began_at = app.now() - interval '2 days',
      conversation_id = app.conversation(workspace_id, ${s.gateway}, contact_id)`;
    await s.sql`insert into whatsapp_send_attempts (workspace_id, channel_id, message_id, attempt, started_at,
      lease_until, outcome) select workspace_id, channel_id, id, 9, app.now() - interval '2 days',
      app.now() - interval '2 days', 'accepted' from whatsapp_messages`;
    const value = { enabled: true, steps: [{ afterDays: 2, template: "follow_up" }] };
    await s.sql`insert into workspace_settings (workspace_id, kind, version, value)
      select id, 'reminders', 1, ${s.sql.json(value)} from workspaces`;
    const [before] = [s.sends.length];
    await s.send();
    expect((await messages()).at(-1)).toMatchObject({ status: "queued", meta: false });
    expect(s.sends).toHaveLength(before);
  });
});

describe("alone", () => {
  beforeEach(async () => {
    lockGateway();
    await s.sql`update channels set state = 'retired', retired_at = app.now() where id = ${s.meta}`;
  });

  test("first contacts wait; one tries again when the day is over, and a second refusal doubles it", async () => {
    for (const n of [1, 2]) await call(n);
    await s.send();
    expect(tried).toEqual([phone(1)]);
    expect(await messages()).toMatchObject([
      { status: "queued", reason_code: "may_not_begin" },
      { status: "queued" },
    ]);
    const first = await lock();
    expect(first.until - first.at).toBe(24 * hour);
    await s.product.db.shiftClock(23 * hour);
    await s.send();
    expect(tried).toHaveLength(1);
    await s.product.db.shiftClock(2 * hour);
    await s.send();
    expect(tried).toEqual([phone(1), phone(1)]);
    const again = await lock();
    expect(again.until - again.at).toBe(48 * hour);
    // Held, not late.
    expect(await s.sql`select kind from alerts where kind = 'late' and closed_at is null`).toEqual([]);
  });

  test("the monitor says so, and a manager who saw it end lifts it", async () => {
    await call(1);
    const visitor = new Visitor(s.product.doors.monitor);
    await visitor.signIn(await s.product.db.createStaff({ role: "manager" }));
    const it = { "accept-language": "it" };
    const home = await (await visitor.get("/monitor/diagnostics", it)).text();
    expect(home).toContain("risponde, ma non inizia chat fino a");
    expect(home).toContain("Un numero può rispondere, ma non iniziare nuove chat");
    const path = `/monitor/settings/channels/${s.gateway}`;
    expect(await (await visitor.get(path, it)).text()).toContain("risponde, non inizia");
    expect((await visitor.post(`${path}/lift`, {})).status).toBe(303);
    expect(await (await visitor.get(path, it)).text()).not.toContain("risponde, non inizia");
    expect(await s.sql`select settled_how from attention where kind = 'may_not_begin'`).toEqual([
      { settled_how: "seen" },
    ]);
    await s.product.postWasender(inbound(1, "Salve"));
    await s.send();
    expect(sentBy(s)).toEqual([phone(1)]);
  });
});

test("beside the daily cap stands how many were written to for the first time", async () => {
  await s.product.postWasender(inbound(3, "Salve"));
  await s.product.db.shiftClock(60_000);
  for (const n of [1, 2, 3]) await call(n);
  await s.send();
  const { client } = await s.product.db.createStaff({ role: "agent" });
  const { data } = await client.rpc("monitor_snapshot", { page_size: 10, filters: {}, known: null });
  const gateway = data.channels.find(({ id }: { id: string }) => id === s.gateway);
  expect(gateway).toMatchObject({ sentLastDay: 3, firstLastDay: 2, dailyLimit: 50 });
});
