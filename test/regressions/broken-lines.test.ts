import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, createProduct, endedCall, inbound, type Kit, kit, pdf, phone } from "../support/kit.ts";
import { finishFile, takeFiles } from "../support/take-files.ts";

/** Lines that could be broken without a test that told: one for each. */
let k: Kit;
let manager: Staff;
let admin: Staff;
beforeEach(async () => {
  k = await kit();
  manager = await k.product.db.createStaff({ role: "manager" });
  admin = await k.product.db.createStaff({ role: "admin" });
});
afterEach(() => k.product.close());

const hour = 3_600_000;
const contactOf = async (n: number) =>
  Number(
    (await k.sql`select contact_id from contact_identities where kind = 'phone' and value = ${phone(n)}`)[0]
      ?.contact_id,
  );
const merge = async (loser: number, winner: number) =>
  (await manager.client.rpc("merge_contacts", { loser, winner, reason: "la stessa" })).data as number;
const erase = async (n: number) =>
  admin.client.rpc("erase_contact", {
    contact: await contactOf(n),
    reason: "richiesta",
    typed: `Cliente ${n}`,
  });

describe("what staff paused", () => {
  const state = async () => (await k.sql`select state, pause_reason, probe_at from channels`)[0];
  const pause = () => manager.client.rpc("set_channel_paused", { channel: k.channel, paused: true });
  const refused = { kind: "refused", pause: "session_down", message: "down" };
  const staff = { state: "paused", pause_reason: "staff", probe_at: null };

  test("stays theirs when the provider refuses meanwhile", async () => {
    await k.ct(endedCall(1));
    const { message } = await k.claim();
    await pause();
    await k.settle(message.id, 1, {
      kind: "not_sent",
      code: "session_down",
      message: "x",
      pause: "session_down",
    });
    expect(await state()).toEqual(staff);
    await k.rpc("record_probe", { channel: k.channel, probe: refused });
    expect(await state()).toEqual(staff);
  });

  test.each(["bad_key", "plan_ended", "session_down"])(
    "is not probed and not resumed, also where it was paused for %s before",
    async (reason) => {
      await k.sql`select app.pause_channel(${k.channel}, ${reason}, 'x', app.now())`;
      await pause();
      await k.shift(hour);
      expect(await k.rpc("tick", {})).toMatchObject({ probes: [], channels: [] });
      // One that was under way when they pressed.
      await k.rpc("record_probe", { channel: k.channel, probe: { kind: "status", status: "connected" } });
      expect(await state()).toEqual(staff);
    },
  );
});

test("a worker that is late settles an attempt whose worker was thought dead, and no other uncertain one", async () => {
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.settle(message.id, 1, { kind: "uncertain", code: "timeout", message: "?" });
  expect(await k.settle(message.id, 1, { kind: "failed", code: "refused", message: "no" })).toEqual({
    settled: false,
    reason: "already_settled",
  });
  expect(await k.followUp(1)).toMatchObject({ status: "uncertain", reason_code: "timeout" });
  await k.shift(61_000);
  await k.ct(endedCall(2));
  const second = (await k.claim()).message;
  await k.shift(120_000);
  await k.rpc("tick", {});
  expect(await k.followUp(2)).toMatchObject({ status: "uncertain", reason_code: "worker_died" });
  expect(await k.settle(second.id, 1, accepted)).toEqual({ settled: true });
});

describe("a person who was erased", () => {
  test("is parted from nobody", async () => {
    await k.ct(endedCall(1));
    await k.ct(endedCall(2));
    const id = await merge(await contactOf(2), await contactOf(1));
    expect((await erase(1)).data).toMatchObject({ erased: true });
    const { error } = await manager.client.rpc("split_contact", { merge: id, reason: "erano due" });
    expect([error?.code, error?.message]).toEqual([
      "PT409",
      "This person was erased. Nothing can be changed.",
    ]);
    expect(await k.sql`select from contacts where merged_into is not null`).toHaveLength(1);
  });

  test("is written to CloudTalk no more", async () => {
    await k.ct(endedCall(1));
    await k.sql`select app.queue_task(workspace_id, 'write_back', id || what, jsonb_build_object('what', what), p_call => id)
      from cloudtalk_calls, unnest(array['tag', 'activity']) what`;
    await erase(1);
    const kinds = [{ kind: "write_back", leaseMs: 1_000, tries: 10 }];
    expect(await k.rpc("take_tasks", { kinds, most: 10 })).toEqual([]);
    expect(await k.sql`select from tasks`).toEqual([]);
  });

  test("is not found again in CloudTalk's list", async () => {
    await k.ct(endedCall(1));
    await erase(1);
    const row = (id: string, n: number) => ({ id, phone: phone(n), endedAt: "2026-11-21T09:00:00Z" });
    const calls = [row("900000001", 1), row("900000009", 9)];
    expect(await k.rpc("unknown_calls", { workspace: "default", calls })).toEqual(["900000009"]);
  });
});

describe("a file", () => {
  beforeEach(async () => {
    await k.wa(inbound(1, "", { message: pdf }));
    await k.sql`update whatsapp_media set state = 'waiting', source = '{"url": "https://x.test"}',
      expires_at = app.now() + interval '14 days', reason_code = null, reason = null`;
    await k.sql`select app.queue_task(workspace_id, 'fetch_file', message_id::text, p_message => message_id) from whatsapp_media`;
  });
  const take = () => takeFiles(k);
  const stored = {
    kind: "stored",
    path: "p",
    mimeType: "application/pdf",
    sizeBytes: 4,
    sha256: "a".repeat(64),
  };

  test("is finished by its latest try only", async () => {
    const [first] = await take();
    await k.shift(121_000);
    const [second] = await take();
    expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
    const finish = (attempt: number, file: object) => finishFile(k, { task: first!.task, attempt }, file);
    expect(await finish(1, { kind: "refused", code: "too_large", message: "no" })).toBe(false);
    expect(await k.sql`select state from whatsapp_media`).toEqual([{ state: "waiting" }]);
    expect(await finish(2, stored)).toBe(true);
  });

  test("of another company is not fetched with this one's keys", async () => {
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    expect((await k.sql`select from whatsapp_media where state = 'waiting'`).length).toBe(1);
    await k.sql`update tasks set workspace_id = (select id from workspaces where key = 'neighbour')`;
    expect(await take()).toEqual([]);
  });
});

test("a block follows a split: whoever was blocked as one stays blocked as two", async () => {
  await k.ct(endedCall(1));
  await k.ct(endedCall(2));
  const [loser, winner] = [await contactOf(2), await contactOf(1)];
  const id = await merge(loser, winner);
  await manager.client.rpc("set_contact_blocked", { contact: winner, blocked: true, reason: "insulta" });
  await manager.client.rpc("split_contact", { merge: id, reason: "erano due" });
  expect(await k.sql`select id::int, blocked_at is not null as blocked from contacts order by id`).toEqual([
    { id: winner, blocked: true },
    { id: loser, blocked: true },
  ]);
  await k.ct(endedCall(2, { call_id: "new" }));
  expect(await k.call("new")).toMatchObject({ should_send_code: "blocked" });
});

describe.each(["opted_out_at", "blocked_at", "erased_at"])("who may not be written to (%s)", (column) => {
  const late = () =>
    k.sql`select l.message_id from channels c join workspaces w on w.id = c.workspace_id
      cross join lateral app.longest_overdue(c, w, app.now()) l`;

  test("is not late, however long it waits", async () => {
    await k.ct(endedCall(1));
    await k.shift(2 * hour);
    expect(await late()).toHaveLength(1);
    await k.sql.unsafe(`update contacts set ${column} = app.now()`);
    expect(await late()).toEqual([]);
  });

  test("is not late, however often it was tried", async () => {
    await k.ct(endedCall(1));
    const { message } = await k.claim();
    await k.settle(message.id, 1, {
      kind: "not_sent",
      code: "unreachable",
      message: "x",
      retryAfterMs: hour,
    });
    await k.shift(hour / 2);
    expect(await late()).toHaveLength(1);
    await k.sql.unsafe(`update contacts set ${column} = app.now()`);
    expect(await late()).toEqual([]);
  });
});

test("too many tries to sign in are told as that, not as a wrong password", async () => {
  const product = await createProduct({}, ({ db }) => ({
    background: () => {},
    supabaseFetch: async (input, init) =>
      `${input instanceof Request ? input.url : input}`.includes("/auth/v1/token")
        ? Response.json({ code: 429, error_code: "over_request_rate_limit", msg: "slow" }, { status: 429 })
        : db.supabase.fetch(input, init),
  }));
  const staff = { email: "a@aftercall.test", password: "right" };
  const answer = await new Visitor(product.doors.monitor).signIn(staff);
  expect(answer.status).toBe(429);
  const html = await answer.text();
  expect(html).toMatch(/Too many attempts|Troppi tentativi/);
  expect(html).not.toMatch(/password (is|are) (wrong|not)|non sono giust/i);
  await product.close();
});

test.each(["/monitor/sign-in", "/monitor/nothing"])(
  "%s is shown in nobody's frame, old browsers included",
  async (path) => {
    const { headers } = await new Visitor(k.product.doors.monitor).get(path);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  },
);
