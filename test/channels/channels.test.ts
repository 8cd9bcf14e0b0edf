import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSealKeys } from "../../lib/base/seal.ts";
import { recordDelivery } from "../../lib/inbox/record-delivery.ts";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { changeCredentials } from "../../lib/outbox/keep-credentials.ts";
import { createChannels } from "../../lib/outbox/provider-of.ts";
import { resealChannels } from "../../lib/outbox/reseal-channels.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { secrets } from "../support/product.ts";
import { written } from "./pretend-vendor.ts";
import { type ChannelStage, channelKey, channelStage, second } from "./stage.ts";

let s: ChannelStage;
beforeEach(async () => {
  s = await channelStage();
});
afterEach(() => s.product.close());

const addPretend = (name = "Third", number = "391110001") =>
  s.add("pretend", name, { key: `key-of-${number}`, number });
const channelOfCall = async (n: number) =>
  (
    await s.sql`select channel_id from whatsapp_messages where recipient = ${phone(n)} and purpose = 'follow_up'`
  )[0]?.channel_id;
const send = (channel: string) => dispatch(s.product.services, channel, { mayWait: false });

describe("which channel", () => {
  test("who has no thread is written to from the channel for first contacts, as it is chosen", async () => {
    const third = await addPretend();
    await s.product.postCloudtalk(endedCall(1));
    expect(await channelOfCall(1)).toBe(s.first);
    await s.rpc("choose_first_contacts", { channel: third }, s.admin);
    await s.product.postCloudtalk(endedCall(2));
    expect(await channelOfCall(2)).toBe(third);
    const firsts = await s.sql`select id from channels where takes_first_contacts`;
    expect(firsts).toEqual([{ id: third }]);
    await expect(s.sql`update channels set takes_first_contacts = true`).rejects.toThrow(
      /channels_first_contacts/,
    );
  });

  test("who has a thread is answered there: on the channel of the newest message", async () => {
    const third = await addPretend();
    await s.product.postWasender(inbound(3, "ciao"));
    await s.tell("391110001", written(3, "ciao di nuovo"));
    await s.product.postCloudtalk(endedCall(3));
    expect(await channelOfCall(3)).toBe(third);
    await s.tell("391110001", written(4, "ciao"));
    await s.product.postWasender(inbound(4, "ciao di nuovo"));
    await s.product.postCloudtalk(endedCall(4));
    expect(await channelOfCall(4)).toBe(s.first);
  });

  test("an event of a number that is none of ours takes no effect, and is in sight once", async () => {
    await addPretend();
    const told = [
      await s.tell("399990009", written(5, "ciao")),
      await s.tell("399990009", written(6, "ciao")),
    ];
    expect(told).toMatchObject([
      { outcome: "ignored", reason: "unknown_account" },
      { outcome: "ignored", reason: "unknown_account" },
    ]);
    expect(await s.sql`select kind, detail from attention`).toEqual([
      { kind: "unknown_account", detail: "pretend 399990009" },
    ]);
    expect(await s.sql`select from whatsapp_messages`).toHaveLength(0);
  });

  test("one body may tell of two numbers", async () => {
    const [third, fourth] = [await addPretend(), await addPretend("Fourth", "391110002")];
    await s.tell(
      "391110001",
      written(5, "qui"),
      { ...written(6, "là"), account: "391110002" },
      written(7, "qui"),
    );
    const rows = await s.sql`select channel_id from whatsapp_messages order by id`;
    expect(rows.map(({ channel_id }) => channel_id)).toEqual([third, fourth, third]);
  });

  test("a vendor's only number is meant where the event names none; of two, neither is guessed", async () => {
    const third = await addPretend();
    await s.tell(null, written(5, "ciao"));
    expect(await s.sql`select channel_id from whatsapp_messages`).toEqual([{ channel_id: third }]);
    await addPretend("Fourth", "391110002");
    expect(await s.tell(null, written(6, "ciao"))).toMatchObject({ reason: "unknown_account" });
  });

  test("where one secret proves several numbers, what names another number is none of ours", async () => {
    const third = await addPretend();
    const tell = (account: string, n: number, channel: string | null = third) =>
      recordDelivery(
        s.product.db.service,
        {
          ...{ workspace: "default", source: "pretend", account, channel, eventType: "told" },
          ...{ requestId: crypto.randomUUID(), contentType: null, headers: {}, body: {}, rawBody: null },
          ...{ elapsedMs: 0, rejected: null },
        },
        [written(n, "ciao")],
      );
    // The secret is the number's own: its account may have changed.
    expect(await tell("399990009", 1)).toMatchObject({ outcome: "processed" });
    await s.sql`update channels set capabilities = capabilities || '{"sharesSecret": true}' where id = ${third}`;
    expect(await tell("399990009", 2)).toMatchObject({ outcome: "ignored", reason: "unknown_account" });
    expect(await tell("391110001", 3)).toMatchObject({ outcome: "processed" });
    await s.sql`update channels set uses_environment = true where id = ${third}`;
    expect(await tell("399990009", 4, null)).toMatchObject({ reason: "unknown_account" });
    expect(await tell("391110001", 5, null)).toMatchObject({ outcome: "processed" });
  });

  test("the second number at Wasender is known by its own secret, and by its session in the event", async () => {
    const other = await s.add("wasender", "Second", second);
    await s.postSecond(1, "uno");
    await s.product.postWasender({ ...inbound(2, "due"), sessionId: second.apiKey });
    await s.product.postWasender({ ...inbound(3, "tre"), sessionId: secrets.whatsappToken });
    const rows = await s.sql`select body, channel_id from whatsapp_messages order by id`;
    expect(rows.map(({ body, channel_id }) => [body, channel_id])).toEqual([
      ["uno", other],
      ["due", other],
      ["tre", s.first],
    ]);
    const wrong = await s.product.postWasender(inbound(4, "quattro"), {
      headers: { "x-webhook-signature": "nobody's" },
    });
    expect(wrong.status).toBe(401);
    const kept = await s.sql`select coalesce(body::text, '') || headers::text as text from webhook_requests`;
    expect(
      kept.filter(({ text }) => text.includes(second.apiKey) || text.includes(second.webhookSecret)),
    ).toEqual([]);
  });
});

test("the environment's number goes by its key: a new one is a new account, and the old one is still known", async () => {
  const other = await s.add("wasender", "Second", second);
  const account = (await s.channel(s.first)).account;
  await s.rpc("configure_default_channel", {
    settings: { channels: [{ vendor: "wasender", name: "WhatsApp", account: "of-another-key" }] },
  });
  expect(await s.channel(s.first)).toMatchObject({ account: "of-another-key", previous_account: account });
  await s.product.postWasender({ ...inbound(1, "uno"), sessionId: secrets.whatsappToken });
  await s.product.postWasender({ ...inbound(2, "due"), sessionId: second.apiKey });
  const rows = await s.sql`select channel_id from whatsapp_messages order by id`;
  expect(rows.map(({ channel_id }) => channel_id)).toEqual([s.first, other]);
  await s.product.tick();
  expect(await s.channel(s.first)).toMatchObject({ account });
});

test("what the environment says of another vendor's number is none of its channel's business", async () => {
  const before = await s.channel(s.first);
  const other = {
    vendor: "pretend",
    name: "Pretend",
    account: "391119999",
    capabilities: { maxInFlight: 9 },
  };
  await s.rpc("configure_default_channel", { settings: { channels: [other] } });
  expect(await s.channel(s.first)).toEqual(before);
  expect(await s.sql`select account from channels where vendor = 'pretend'`).toEqual([
    { account: "391119999" },
  ]);
});

test("a reminder of an ask that left from a retired number leaves from one in use", async () => {
  const third = await addPretend();
  await s.tell("391110001", written(1, "ciao"));
  await s.product.db.shiftClock(60_000);
  await s.product.postCloudtalk(endedCall(1));
  await send(third);
  await s.rpc("retire_channel", { channel: third, move_to: null }, s.admin);
  const value = { enabled: true, steps: [{ afterDays: 2, template: "follow_up" }] };
  await s.sql`insert into workspace_settings (workspace_id, kind, version, value)
    values (${s.workspace}, 'reminders', 1, ${s.sql.json(value)})`;
  await s.product.db.shiftClock(2 * 24 * 3_600_000 + 60_000);
  expect((await s.product.tick()).reminded).toBe(1);
  const [reminder] = await s.sql`select channel_id from whatsapp_messages where purpose = 'reminder'`;
  expect(reminder).toEqual({ channel_id: s.first });
});

describe("credentials", () => {
  test("are nowhere in the clear, and staff cannot read what is sealed", async () => {
    await addPretend();
    const [row] = await s.sql`select sealed from channel_credentials`;
    expect(row!.sealed).toMatch(/^v1\.k1\./);
    const { error } = await s.admin.client.from("channel_credentials").select("*");
    expect(error?.code).toBe("42501");
    const list = JSON.stringify(await s.rpc("channel_list", { workspace: s.workspace }, s.admin));
    expect(list).not.toContain(row!.sealed);
    expect(list).not.toContain("key-of");
    const log = JSON.stringify(await s.sql`select * from audit_log`);
    expect(log).not.toContain(row!.sealed);
  });

  test("new ones hold from the next claim on, without a new process", async () => {
    const third = await addPretend();
    await s.sql`update channels set min_interval_ms = 0`;
    await s.rpc("choose_first_contacts", { channel: third }, s.admin);
    await s.product.postCloudtalk(endedCall(1));
    await send(third);
    const member = {
      ...s.admin,
      workspace: s.workspace,
      role: "admin",
      timeZone: "Europe/Rome",
      name: null,
    } as const;
    const given = { key: "the-new-key", number: "391110001" };
    await changeCredentials(s.product.services, member, s.pretend.vendor, third, given);
    await s.product.postCloudtalk(endedCall(2));
    await send(third);
    expect(s.pretend.sends.map(({ key }) => key)).toEqual(["key-of-391110001", "the-new-key"]);
  });

  test("the tick seals them anew when a newer key comes first, and then the old one may go", async () => {
    const third = await addPretend();
    const newer = `k2:${randomBytes(32).toString("base64")}`;
    const { db, channelVendors: vendors, config } = s.product.services;
    const with_ = (text: string) => ({
      db,
      vendors,
      config: { ...config, channelKeys: readSealKeys(text)! },
    });
    const probe = async (text: string) =>
      (await createChannels(with_(text)).providerOf(third)).channelStatus();
    expect(await probe(newer)).toMatchObject({ kind: "refused", pause: "bad_key" });
    expect(await resealChannels(with_(`${newer},${channelKey}`))).toBe(1);
    expect(await resealChannels(with_(`${newer},${channelKey}`))).toBe(0);
    expect(await probe(newer)).toMatchObject({ kind: "status" });
    expect(await probe(channelKey)).toMatchObject({
      kind: "refused",
      message: expect.stringContaining('"k2"'),
    });
  });

  test("a channel without any sends with nobody's, and pauses", async () => {
    const third = await addPretend();
    await s.rpc("choose_first_contacts", { channel: third }, s.admin);
    await s.sql`delete from channel_credentials`;
    await s.product.postCloudtalk(endedCall(1));
    await send(third);
    expect([s.pretend.sends, s.product.wasender.sends]).toEqual([[], []]);
    expect(await s.channel(third)).toMatchObject({ state: "paused", pause_reason: "bad_key" });
  });

  test("an account belongs to one channel", async () => {
    await addPretend();
    await expect(addPretend("Again")).rejects.toMatchObject({ code: "PT409" });
  });
});

describe("its own pace", () => {
  const pace = (over: object) => ({
    ...{ minIntervalMs: 0, jitterMs: 0, dailyLimit: 0, warmUpDays: 0, weekdayPace: {}, hours: null },
    ...over,
  });
  const setPace = (channel: string, over: object) =>
    s.rpc("set_channel_pace", { channel, pace: pace(over), actor: s.admin.userId });
  const claim = (channel: string) => s.rpc("claim_messages", { channel, max_wait_ms: 0 });

  test("goes by the weekday, in the workspace's time zone", async () => {
    // Saturday, 21 November 2026.
    await setPace(s.first, { minIntervalMs: 1_000, weekdayPace: { sat: { minIntervalMs: 300_000 } } });
    for (const n of [1, 2, 3]) await s.product.postCloudtalk(endedCall(n));
    await send(s.first);
    const wait = async () =>
      Math.round((Date.parse((await claim(s.first)).nextAt) - (await s.product.db.now()).getTime()) / 1000);
    expect(await wait()).toBe(300);
    await s.product.db.freezeClock("2026-11-22T09:00:00Z");
    await send(s.first);
    expect(await wait()).toBe(1);
    expect(s.product.wasender.sends).toHaveLength(2);
  });

  test("a weekday may have a limit of its own", async () => {
    await setPace(s.first, { weekdayPace: { sat: { dailyLimit: 2 } } });
    for (const n of [1, 2, 3]) await s.product.postCloudtalk(endedCall(n));
    await send(s.first);
    expect(s.product.wasender.sends).toHaveLength(2);
    await s.product.db.freezeClock("2026-11-22T07:30:00Z");
    await send(s.first);
    expect(s.product.wasender.sends).toHaveLength(3);
  });

  test("its hours stand in place of the workspace's", async () => {
    const day = [{ from: "15:00", until: "16:00" }];
    const hours = Object.fromEntries(
      ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((name) => [name, day]),
    );
    await setPace(s.first, { hours });
    await s.product.postCloudtalk(endedCall(1));
    // The live half hour is over.
    await s.product.db.shiftClock(40 * 60_000);
    await send(s.first);
    expect(s.product.wasender.sends).toHaveLength(0);
    await s.product.db.freezeClock("2026-11-21T14:00:01Z");
    await send(s.first);
    expect(s.product.wasender.sends).toHaveLength(1);
  });
});

describe("a retired channel", () => {
  const retire = (channel: string, move_to: string | null = null) =>
    s.rpc("retire_channel", { channel, move_to }, s.admin);

  test("hands its queue over, keeps its history, and hears what still comes", async () => {
    const third = await addPretend();
    await s.tell("391110001", written(1, "ciao"));
    await s.product.postCloudtalk(endedCall(1));
    expect(await channelOfCall(1)).toBe(third);
    expect(await retire(third, s.first)).toEqual({ moved: 1, cancelled: 0 });
    expect(await s.channel(third)).toMatchObject({ state: "retired", retired_by: s.admin.userId });
    await send(third);
    await send(s.first);
    expect(s.pretend.sends).toEqual([]);
    expect(s.product.wasender.sends).toMatchObject([{ to: phone(1) }]);
    await s.product.db.shiftClock(60_000);
    expect(await s.tell("391110001", written(1, "ecco"))).toMatchObject({ outcome: "processed" });
    const heard = await s.sql`select body from whatsapp_messages where channel_id = ${third} order by id`;
    expect(heard.map(({ body }) => body)).toEqual(["ciao", "ecco"]);
    const [call] = await s.sql`select electricity_bill_received as received from cloudtalk_calls`;
    expect(call).toEqual({ received: true });
    await s.product.postCloudtalk(endedCall(1, { call_id: "900009999" }));
    expect((await s.product.tick()).failedJobs).toEqual([]);
  });

  test("or withdraws it, and the calls say why", async () => {
    const third = await addPretend();
    await s.tell("391110001", written(1, "ciao"));
    await s.product.postCloudtalk(endedCall(1));
    expect(await retire(third)).toEqual({ moved: 0, cancelled: 1 });
    const [call] = await s.sql`select should_send, should_send_code from cloudtalk_calls`;
    expect(call).toEqual({ should_send: false, should_send_code: "channel_retired" });
    const [message] =
      await s.sql`select status, reason_code from whatsapp_messages where purpose = 'follow_up'`;
    expect(message).toEqual({ status: "cancelled", reason_code: "channel_retired" });
  });

  test("not the one for first contacts, nor while something is on its way, nor twice", async () => {
    const third = await addPretend();
    await expect(retire(s.first)).rejects.toThrow("first contacts");
    await s.tell("391110001", written(1, "ciao"));
    await s.product.postCloudtalk(endedCall(1));
    await s.rpc("claim_messages", { channel: third, max_wait_ms: 0 });
    await expect(retire(third)).rejects.toThrow("on its way");
    await s.sql`update whatsapp_send_attempts set outcome = 'uncertain'`;
    await s.sql`update whatsapp_messages set status = 'uncertain' where status = 'sending'`;
    await retire(third);
    await expect(retire(third)).rejects.toThrow("is retired");
    await expect(s.rpc("set_channel_paused", { channel: third, paused: true }, s.admin)).rejects.toThrow(
      "is retired",
    );
    // What a person sends again leaves from a channel in use.
    const [{ id }] = await s.sql<
      [{ id: number }]
    >`select id from whatsapp_messages where status = 'uncertain'`;
    await s.rpc("resolve_uncertain", { message: id, decision: "resend" }, s.admin);
    expect(await channelOfCall(1)).toBe(s.first);
  });
});

describe("who may", () => {
  test("managers pace, rename, test and choose; only admins add, give credentials and retire", async () => {
    const third = await addPretend();
    const manager = await s.product.db.createStaff({ role: "manager" });
    const agent = await s.product.db.createStaff();
    const refused = { code: "42501" };
    for (const verb of ["choose_first_contacts", "retire_channel"]) {
      await expect(s.rpc(verb, { channel: third }, agent)).rejects.toMatchObject(refused);
    }
    await expect(s.rpc("retire_channel", { channel: third }, manager)).rejects.toMatchObject(refused);
    await expect(s.rpc("rename_channel", { channel: third, name: "x" }, agent)).rejects.toMatchObject(
      refused,
    );
    await s.rpc("rename_channel", { channel: third, name: " Vendite " }, manager);
    expect(await s.channel(third)).toMatchObject({ name: "Vendite" });
    const credentials = { channel: third, sealed: "v1.a.b.c", account: null };
    const actor = manager.userId;
    await expect(s.rpc("set_channel_credentials", { ...credentials, actor })).rejects.toMatchObject(refused);
    await expect(
      s.rpc("set_channel_pace", { channel: third, pace: {}, actor: agent.userId }),
    ).rejects.toMatchObject(refused);
    await expect(s.rpc("channel_access", {}, s.admin)).rejects.toMatchObject(refused);
    const log = await s.sql`select action from audit_log where subject_id = ${third} order by id`;
    expect(log.map(({ action }) => action)).toEqual(["channel_added", "channel_renamed"]);
  });
});
