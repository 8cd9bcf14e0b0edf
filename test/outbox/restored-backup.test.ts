import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, endedCall, type Kit, kit } from "../support/kit.ts";

/** A backup is put back: what it holds may have been sent, and stopped, since it was made. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const channel = async () => (await k.sql`select * from channels`)[0]!;
const lookedAt = () => k.sql`select kind, detail, settled_how from attention where kind = 'restored'`;
/** What a backup brings: the mark of the server that it was made on. */
const putBack = () => k.sql`update channels set instance_mark = 'the.server.before'`;

test("another database than the one that ticked last, after a gap: every send is held for a person", async () => {
  await k.product.tick();
  await k.ct(endedCall(1));
  await putBack();
  await k.shift(3 * 3_600_000);
  await k.product.tick();
  expect(await channel()).toMatchObject({ state: "paused", pause_reason: "restored", probe_at: null });
  expect((await k.followUp(1)).status).toBe("queued");
  expect(await lookedAt()).toMatchObject([{ detail: "since 2026-11-21T09:00:00Z", settled_how: null }]);
  // Neither the provider's word nor a later pause of its own opens it.
  await k.rpc("record_probe", { channel: k.channel, probe: { kind: "status", status: "connected" } });
  await k.sql`select app.pause_channel(${k.channel}, 'session_down', 'WhatsApp says: disconnected', app.now())`;
  await k.product.tick();
  expect(await channel()).toMatchObject({ pause_reason: "restored" });
  const { client } = await k.product.db.createStaff({ role: "manager" });
  await client.rpc("set_channel_paused", { channel: k.channel, paused: false });
  await k.product.tick();
  expect(await channel()).toMatchObject({ state: "active" });
  expect((await k.followUp(1)).status).toBe("accepted");
  expect(await lookedAt()).toMatchObject([{ settled_how: "seen" }]);
});

test("a nudge before the first tick sends nothing either", async () => {
  await k.product.tick();
  await k.ct(endedCall(1));
  await putBack();
  await k.shift(3_600_000);
  expect(await k.claim()).toMatchObject({ action: "idle", paused: "restored" });
});

test.for([
  ["the clock stood still for two days", 2 * 86_400_000, false],
  ["a failover without a gap", 60_000, true],
] as const)("%s: nothing is held", async ([, gap, isOther]) => {
  await k.product.tick();
  if (isOther) await putBack();
  await k.shift(gap);
  await k.ct(endedCall(1));
  await k.product.tick();
  expect(await channel()).toMatchObject({ state: "active" });
  expect((await k.followUp(1)).status).toBe("accepted");
  expect((await channel()).instance_mark).not.toBe("the.server.before");
  expect(await lookedAt()).toEqual([]);
});

test("whoever puts it back says so, whatever the marks say", async () => {
  await k.product.tick();
  await k.ct(endedCall(1));
  expect(await k.sql`select app.note_restore() as held`).toEqual([{ held: 1 }]);
  await k.product.tick();
  expect((await k.followUp(1)).status).toBe("queued");
  expect(await channel()).toMatchObject({ pause_reason: "restored" });
});

test("a late accepted after a refused resend: it is with the provider", async () => {
  await k.ct(endedCall(1));
  const first = await k.claim();
  await k.shift(61_000);
  await k.rpc("tick", {});
  const { client } = await k.product.db.createStaff();
  await client.rpc("resolve_uncertain", { message: first.message.id, decision: "resend" });
  await k.shift(61_000);
  const second = await k.claim();
  await k.settle(second.message.id, 2, { kind: "failed", code: "refused", message: "No." });
  expect((await k.followUp(1)).status).toBe("failed");
  await k.settle(first.message.id, 1, accepted);
  expect(await k.followUp(1)).toMatchObject({ status: "accepted", ask_open: true, reason_code: null });
});

test("uncertain, resend, don't send, send anyway: one message, still the call's", async () => {
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.settle(message.id, 1, { kind: "uncertain", code: "timeout", message: "x" });
  const { client } = await k.product.db.createStaff();
  await client.rpc("resolve_uncertain", { message: message.id, decision: "resend" });
  const { id: call } = await k.call("900000001");
  const pressed = [];
  for (const decision of ["dont_send", "send"])
    pressed.push((await client.rpc("override_call", { call, decision, lifts: ["staff_refused"] })).data);
  expect(pressed).toEqual(["staff_refused", "staff_send"]);
  expect(await k.sql`select id, call_id, status, ask_open from whatsapp_messages`).toEqual([
    { id: String(message.id), call_id: call, status: "queued", ask_open: true },
  ]);
  expect(await k.call("900000001")).toMatchObject({ should_send: true, should_send_code: "staff_send" });
});
