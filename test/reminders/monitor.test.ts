import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, inbound, phone } from "../support/kit.ts";
import { day, type Stage, stage, twoSteps } from "./stage.ts";

/** What staff read of hours and reminders. */
let s: Stage;
let visitor: Visitor;
beforeEach(async () => {
  s = await stage();
  visitor = new Visitor(s.product.doors.monitor);
  await visitor.signIn(await s.product.db.createStaff({ role: "agent" }));
});
afterEach(() => s.product.close());

const read = async (language: "it" | "en", id: string) => {
  const html = await (await visitor.get("/monitor/diagnostics", { "accept-language": language })).text();
  const from = html.indexOf(`id="${id}"`);
  expect(from).toBeGreaterThan(0);
  return html
    .slice(from, html.indexOf("</li>", from))
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
};

test("a reminder is called one, in the queue and in the list, and says why it did not leave", async () => {
  await s.ct(endedCall(1));
  await s.tick();
  await s.shift(3 * day);
  await s.pause(true);
  await s.tick();
  const [{ id }] = (await s.reminders()) as unknown as [{ id: string }];
  expect(await read("it", `queue-${id}`)).toContain("sollecito");
  expect(await read("en", `message-${id}`)).toContain("reminder");
  await s.wa(inbound(1, "ecco"));
  expect(await read("it", `message-${id}`)).toMatch(/annullato.*sollecito.*Il cliente ha risposto/);
});

test("staff say that an ask is not repeated, change their mind, and read who it was", async () => {
  await s.ct(endedCall(1));
  const [{ id: call }] = (await s.sql`select id from cloudtalk_calls`) as unknown as [{ id: string }];
  const page = async () => (await visitor.get(`/monitor/calls/${call}`, { "accept-language": "en" })).text();
  const press = (decision: string) => visitor.post(`/monitor/calls/${call}/override?from=call`, { decision });
  expect(await page()).not.toContain('id="reminders"');
  await s.tick();
  expect(await page()).toContain("No reminders");
  await press("dont_send");
  expect(await page()).toMatch(/They will get no reminder[\s\S]*we do not write again: decided by you/);
  expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  await press("send");
  expect(await page()).toContain("If they do not answer, they will be reminded.");
  expect(await s.later(60_000)).toMatchObject({ reminded: 1 });
  const log =
    await s.sql`select detail ->> 'answer' as answer from audit_log where action = 'call_overridden' order by id`;
  expect(log.map(({ answer }) => answer)).toEqual(["reminders_stopped", "reminders_again"]);
  await s.save("reminders", { ...twoSteps, enabled: false });
  expect(await page()).not.toContain('id="reminders"');
});

test("a reminder that waits is withdrawn with it, and what else was pressed does nothing", async () => {
  await s.ct(endedCall(1));
  await s.tick();
  const { client } = await s.product.db.createStaff({ role: "agent" });
  const press = async (decision: string) =>
    (await client.rpc("override_call", { call: 1, decision })).data as string;
  expect(await press("send")).toBe("already_sent");
  await s.shift(3 * day);
  await s.pause(true);
  await s.tick();
  expect(await s.reminders()).toMatchObject([{ status: "queued" }]);
  expect([await press("dont_send"), await press("dont_send")]).toEqual(["reminders_stopped", "already_sent"]);
  expect(await s.reminders()).toMatchObject([{ status: "cancelled", reason_code: "staff_refused" }]);
  expect(await s.followUp(1)).toMatchObject({ ask_open: true, status: "accepted" });
  await s.wa(inbound(1, "ecco"));
  expect([await press("send"), await press("dont_send")]).toEqual(["already_sent", "already_sent"]);
});

test("one that waited and was withdrawn waits again when they change their mind, and leaves", async () => {
  await s.ct(endedCall(1));
  await s.tick();
  const { client } = await s.product.db.createStaff({ role: "agent" });
  const ask = async (name: string, args: object) => (await client.rpc(name, { call: 1, ...args })).data;
  await s.shift(3 * day);
  await s.pause(true);
  await s.tick();
  await ask("override_call", { decision: "dont_send" });
  expect(await ask("override_call", { decision: "send" })).toBe("reminders_again");
  expect(await s.reminders()).toMatchObject([{ status: "queued", reason_code: null }]);
  await s.pause(false);
  await s.tick();
  expect(await s.reminders()).toMatchObject([{ status: "accepted" }]);
  await s.later(4 * day);
  expect(await s.reminders()).toMatchObject([{ reminder_step: 1 }, { reminder_step: 2, status: "accepted" }]);
  // Both have left: there is nothing to stop.
  expect(await ask("reminders_ahead", {})).toBe(false);
  expect(await ask("override_call", { decision: "dont_send" })).toBe("already_sent");
});

test("nothing is promised that would not come: the call is marked, or their time is over", async () => {
  for (const n of [1, 2]) await s.ct(endedCall(n));
  await s.tick();
  await s.later(70_000);
  const { client } = await s.product.db.createStaff({ role: "agent" });
  const ahead = async (call: number) => (await client.rpc("reminders_ahead", { call })).data;
  expect([await ahead(1), await ahead(2)]).toEqual([true, true]);
  await s.ct({ data: { callId: "900000001", caller_number: phone(1), shouldSend: false } });
  expect([await ahead(1), await ahead(2)]).toEqual([false, true]);
  await client.rpc("override_call", { call: 2, decision: "dont_send" });
  await s.later(7 * day);
  expect(await ahead(2)).toBe(false);
  expect((await client.rpc("override_call", { call: 2, decision: "send" })).data).toBe("already_sent");
});

test("who is not to be reminded is not, though they turn out to be somebody whom we asked as well", async () => {
  for (const n of [1, 2]) await s.ct(endedCall(n));
  await s.tick();
  await s.later(70_000);
  const manager = await s.product.db.createStaff({ role: "manager" });
  await manager.client.rpc("override_call", { call: 1, decision: "dont_send" });
  const [one, two] = await s.sql`select contact_id as id from cloudtalk_calls order by id`;
  await manager.client.rpc("merge_contacts", { loser: one!.id, winner: two!.id, reason: "prova" });
  expect(await s.later(3 * day)).toMatchObject({ reminded: 0 });
  expect((await manager.client.rpc("override_call", { call: 2, decision: "send" })).data).toBe(
    "reminders_again",
  );
  expect(await s.later(60_000)).toMatchObject({ reminded: 1 });
});

test("outside the hours the page says when the rest leaves, and today's windows", async () => {
  await s.ct(endedCall(1));
  await s.sql`update whatsapp_messages set live_until = due_at`;
  await s.save("hours", {
    ...(await s.sql<[{ hours: object }]>`select app.default_setting('hours') as hours`)[0].hours,
    weekdays: {
      ...{ mon: [{ from: "09:30", until: "12:00" }], tue: [], wed: [], thu: [], fri: [], sun: [] },
      sat: [
        { from: "07:00", until: "08:00" },
        { from: "08:30", until: "09:00" },
      ],
    },
  });
  expect(await read("it", `channel-${s.channel}`)).toMatch(
    /Fuori orario: .* Il resto parte: lun 23 nov, 09:30 \..*Orario di oggi 07:00–08:00, 08:30–09:00/,
  );
  await s.product.db.freezeClock("2026-11-22T09:00:00Z");
  expect(await read("en", `channel-${s.channel}`)).toMatch(
    /Outside the sending hours: .* The rest leaves: Mon 23 Nov, 09:30 \..*Hours today nothing leaves today/,
  );
});
