import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, phone } from "../support/kit.ts";
import { fullPerson, lid, sums, words } from "./person.ts";
import { traces } from "./traces.ts";

let k: Kit;
let admin: Staff;

beforeEach(async () => {
  k = await kit();
  admin = await k.product.db.createStaff({ role: "admin" });
});
afterEach(() => k.product.close());

const erase = async (
  contact: number,
  typed = "marisa  ferraris",
  by = admin,
  reason = "Richiesta di Marisa, 333 1000001",
) => by.client.rpc("erase_contact", { contact, reason, typed });
const finish = async () => {
  for (let n = 0; n < 3; n += 1) await k.rpc("keep_privacy", { batch: 500 });
  await k.shift(10 * 60_000);
  for (const { id } of (await k.rpc("keep_privacy", { batch: 500 })).folders)
    await k.rpc("settle_deletion", { deletion: id });
  await k.rpc("keep_privacy", { batch: 500 });
};

describe("a person is erased", () => {
  test("and nothing of them is left in any row of any table, while the sums agree", async () => {
    const contact = await fullPerson(k);
    for (const blocked of [true, false]) {
      const reason = "Marisa ha chiamato dal 333 1000001";
      expect((await admin.client.rpc("set_contact_blocked", { contact, blocked, reason })).error).toBeNull();
    }
    await k.sql`select app.log_action(workspace_id, null, 'contact_edited', 'contact', id::text, '{"reason": "lo dice Marisa"}')
      from contacts where id = ${contact}`;
    expect((await traces(k.sql, words)).length).toBeGreaterThan(10);
    const before = await sums(k);
    const { data, error } = await erase(contact);
    expect(error).toBeNull();
    expect(data).toMatchObject({
      erased: true,
      counts: { calls: 1, messages: 3, identities: 2, queued: 0, files: 1 },
    });
    await finish();
    expect(await traces(k.sql, words)).toEqual([]);
    expect(await sums(k)).toEqual(before);
    expect(await k.sql`select done_at is not null as done, needles from erasures`).toEqual([
      { done: true, needles: null },
    ]);
    // What a call keeps: when, how long, who took it, what was decided.
    expect(
      await k.sql`select talking_seconds, direction, phone_number, contact_name, custom_fields, recording_url, tags,
      should_send, should_send_code, electricity_bill_received from cloudtalk_calls`,
    ).toEqual([
      {
        talking_seconds: 120,
        direction: "outgoing",
        phone_number: null,
        contact_name: null,
        custom_fields: null,
        recording_url: null,
        tags: null,
        should_send: true,
        should_send_code: "default_rule",
        electricity_bill_received: true,
      },
    ]);
    const [log] =
      await k.sql`select user_id, subject_id, detail from audit_log where action = 'contact_erased'`;
    expect(log).toMatchObject({
      user_id: admin.userId,
      subject_id: String(contact),
      detail: { reason: "Richiesta di …, …" },
    });
  });

  test("every delivery of theirs is accounted for; those that were to be mended need nobody any more", async () => {
    const contact = await fullPerson(k);
    await erase(contact);
    await finish();
    expect(
      await k.sql`select outcome, reason, body, raw_body, headers from webhook_requests where outcome in ('rejected', 'failed')
        or body is not null or raw_body is not null or headers <> '{}'`,
    ).toEqual([]);
    expect(await k.sql`select count(*)::int from webhook_requests where reason = 'erased'`).toEqual([
      { count: 1 },
    ]);
  });

  test("with everything that waited to be sent", async () => {
    await k.ct(endedCall(1, { contact_name: "Marisa Ferraris" }));
    const contact = (await k.sql`select contact_id from cloudtalk_calls`)[0]?.contact_id;
    expect((await erase(contact)).data).toMatchObject({ erased: true, counts: { queued: 1 } });
    expect(await k.msgs()).toMatchObject([
      { status: "cancelled", reason_code: "erased", body: null, recipient: null, ask_open: false },
    ]);
    expect(await k.claim()).toMatchObject({ action: "idle" });
  });

  test("with the rows that were merged into theirs", async () => {
    await k.wa(hidden(1, "prova segreta"));
    await k.ct(endedCall(1, { contact_name: "Marisa Ferraris" }));
    await k.wa(inbound(1, "eccomi", { key: { senderLid: lid } }));
    const rows = await k.sql`select id, merged_into from contacts order by id`;
    expect(rows).toMatchObject([{ merged_into: rows[1]?.id }, { merged_into: null }]);
    // Asked for under its old row, which led here.
    await erase(rows[0]?.id);
    await finish();
    expect(await traces(k.sql, words)).toEqual([]);
    expect(await k.sql`select id from contacts where erased_at is null`).toEqual([]);
  });

  test("a call whose body failed and waits to be tried again is over", async () => {
    const contact = await fullPerson(k);
    await k.sql.unsafe(`create function app_test.fail() returns trigger language plpgsql as $$ begin raise exception 'full: ${phone(1)}'; end $$;
      create trigger fail before insert on cloudtalk_calls for each row execute function app_test.fail()`);
    await k.ct(endedCall(1, { call_id: "900000555", contact_name: "Marisa Ferraris" }));
    expect(await k.sql`select count(*)::int from webhook_requests where outcome = 'failed'`).toEqual([
      { count: 1 },
    ]);
    await erase(contact);
    await finish();
    expect(await traces(k.sql, words)).toEqual([]);
    expect(await k.sql`select outcome from webhook_requests where outcome = 'failed'`).toEqual([]);
  });
});

describe("a send that is on its way", () => {
  test.each([
    ["accepted", accepted, "accepted"],
    [
      "provably not sent",
      { kind: "not_sent", code: "rate_limited", message: `wait, ${phone(1)}`, retryAfterMs: 1000 },
      "skipped",
    ],
    ["refused", { kind: "failed", code: "invalid", message: `no ${phone(1)}` }, "failed"],
    ["nobody knows", { kind: "uncertain", code: "timeout", message: `late ${phone(1)}` }, "failed"],
  ])("ends as any other: %s", async (_, outcome, status) => {
    await k.ct(endedCall(1, { contact_name: "Marisa Ferraris" }));
    const { message } = await k.claim();
    const contact = (await k.sql`select contact_id from cloudtalk_calls`)[0]?.contact_id;
    await erase(contact);
    expect(await k.msgs()).toMatchObject([{ status: "sending", recipient: phone(1) }]);
    expect(await k.sql`select done_at from erasures`).toEqual([{ done_at: null }]);
    expect(await k.rpc("keep_privacy", { batch: 500 })).toMatchObject({ erasing: 1 });
    expect(await k.settle(message.id, message.attempt, outcome)).toMatchObject({ settled: true });
    await finish();
    expect(await k.msgs()).toMatchObject([{ status, recipient: null, body: null, ask_open: false }]);
    expect(await traces(k.sql, words)).toEqual([]);
    expect(
      await k.sql`select from whatsapp_messages where status = 'uncertain' or (status = 'failed' and acknowledged_at is null)`,
    ).toEqual([]);
  });
});

describe("who was erased and comes again", () => {
  let contact: number;
  beforeEach(async () => {
    contact = await fullPerson(k);
    await erase(contact);
    await finish();
  });

  test("calls: that it took place is recorded, nothing is sent, and nothing says who it was", async () => {
    await k.ct(endedCall(1, { call_id: "900000009", contact_name: "Marisa Ferraris", pod: "POD123" }));
    expect(await traces(k.sql, words)).toEqual([]);
    expect(
      await k.sql`select contact_id, should_send, should_send_code, talking_seconds from cloudtalk_calls order by id desc limit 1`,
    ).toEqual([
      { contact_id: String(contact), should_send: false, should_send_code: "erased", talking_seconds: 120 },
    ]);
    expect(await k.claim()).toMatchObject({ action: "idle" });
  });

  test("writes, under any address: it is ignored, and its words are not stored", async () => {
    const seen = [
      await k.wa(inbound(1, "prova segreta")),
      await k.wa(hidden(1, "prova segreta")),
      await k.wa(inbound(1, "prova segreta", { key: { senderLid: "190000000000111@lid" } })),
    ];
    expect(seen.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["ignored", "erased"],
      ["ignored", "erased"],
      ["ignored", "erased"],
    ]);
    expect(await traces(k.sql, [...words, "190000000000111"])).toEqual([]);
  });

  test("the same deliveries again change nothing and store nothing", async () => {
    const before = await sums(k);
    const again = await k.ct(endedCall(1, { contact_name: "Marisa Ferraris", pod: "POD123" }));
    expect(again).toMatchObject({ outcome: "ignored", reason: "erased" });
    // Only by its number at CloudTalk: a tag that comes late.
    expect(await k.ct({ event: "contact-tagged", call_id: "900000001", tag: "prova segreta" })).toMatchObject(
      { outcome: "ignored" },
    );
    const key = { id: "3EB0MARISA", fromMe: true, remoteJid: `${phone(1).slice(1)}@s.whatsapp.net` };
    await k.wa({ event: "messages.update", data: { key, update: { status: 4 } } });
    await k.wa({
      event: "messages.upsert",
      data: { messages: [{ key, message: { conversation: "prova segreta" } }] },
    });
    expect(
      await traces(
        k.sql,
        words.filter((word) => word !== "POD123"),
      ),
    ).toEqual([]);
    const { events, ...rows } = await sums(k);
    expect(rows).toEqual({ calls: before.calls, messages: before.messages, attempts: before.attempts });
    expect(events).not.toEqual(before.events);
  });

  test("in a body that nobody can read: its number is looked for, and the body is not stored", async () => {
    await k.ct(`{"external_number": "+39 333 1000001", "name": "Marisa Ferraris", broken`);
    await k.ct(`{"external_number": "3331000001", "name": "Marisa Ferraris", broken`);
    expect(await traces(k.sql, words)).toEqual([]);
    expect(await k.sql`select count(*)::int from webhook_requests where outcome = 'rejected'`).toEqual([
      { count: 2 },
    ]);
  });

  test("on their own wish, by an admin and with a reason: the next call is somebody new's", async () => {
    const lift = (by: Staff, reason: string) => by.client.rpc("allow_again", { contact, reason });
    const manager = await k.product.db.createStaff({ role: "manager" });
    expect((await lift(manager, "vuole tornare")).error?.code).toBe("42501");
    expect((await lift(admin, " ")).data).toBe(false);
    expect((await lift(admin, "vuole tornare")).data).toBe(true);
    expect((await lift(admin, "vuole tornare")).data).toBe(false);
    await k.ct(endedCall(1, { call_id: "900000009" }));
    const [call] = await k.sql`select contact_id, should_send from cloudtalk_calls order by id desc limit 1`;
    expect(call?.should_send).toBe(true);
    expect(call?.contact_id).not.toBe(contact);
    expect(await k.sql`select action from audit_log where action = 'erasure_lifted'`).toHaveLength(1);
    // The old deliveries stay erased.
    expect(await k.ct(endedCall(1))).toMatchObject({ outcome: "ignored", reason: "erased" });
  });
});

describe("who may", () => {
  test("an admin only, of this company, who typed the name or the number, and says why", async () => {
    const contact = await fullPerson(k);
    for (const role of ["agent", "manager"] as const) {
      const staff = await k.product.db.createStaff({ role });
      expect((await erase(contact, "Marisa Ferraris", staff)).error?.code).toBe("42501");
      expect((await staff.client.rpc("preview_erasure", { contact })).error?.code).toBe("42501");
    }
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const neighbour = await k.product.db.createStaff({ workspace: "neighbour", role: "admin" });
    expect((await erase(contact, "Marisa Ferraris", neighbour)).error?.code).toBe("42501");
    for (const typed of ["", " ", "Marisa", "1000001", "333", "+39 333 1000002", "%", `#${contact}`]) {
      expect([typed, (await erase(contact, typed)).data]).toEqual([
        typed,
        { erased: false, code: "not_theirs" },
      ]);
    }
    expect((await erase(contact, "Marisa Ferraris", admin, " ")).data).toEqual({
      erased: false,
      code: "no_reason",
    });
    expect(await k.sql`select from erasures`).toEqual([]);
    expect((await admin.client.rpc("preview_erasure", { contact })).data).toMatchObject({
      contact,
      name: "Marisa Ferraris",
      phone: phone(1),
      counts: { calls: 1, messages: 3 },
    });
    expect((await erase(contact, "0039 333-1000001")).data).toMatchObject({ erased: true });
    expect((await erase(contact)).data).toEqual({ erased: false, code: "already_erased" });
  });

  test("a person of whom nothing is known is named by the row", async () => {
    await k.wa(hidden(1, "ciao"));
    const id = (await k.sql`select id from contacts`)[0]?.id;
    expect((await erase(id, "#999")).data).toMatchObject({ code: "not_theirs" });
    expect((await erase(id, `#${id}`)).data).toMatchObject({ erased: true });
  });
});

describe("at the same moment as", () => {
  test("claims, calls and messages of the same person: whoever comes second finds them gone", async () => {
    for (let n = 1; n <= 6; n += 1) await k.ct(endedCall(n, { contact_name: "Marisa Ferraris" }));
    const contacts = await k.sql`select id from contacts order by id`;
    const busy = [1, 2, 3, 4, 5, 6].flatMap((n) => [
      k.wa(inbound(n, "prova segreta")),
      k.ct(endedCall(n, { call_id: String(900_001_000 + n), contact_name: "Marisa Ferraris" })),
      k.claim(),
      erase(contacts[n - 1]?.id),
    ]);
    const done = await Promise.all(busy);
    expect(done.filter((answer) => answer && "error" in answer && answer.error)).toEqual([]);
    const sending = await k.sql`select id, attempt from whatsapp_messages where status = 'sending'`;
    for (const { id, attempt } of sending) await k.settle(id, attempt, accepted);
    await finish();
    const numbers = [1, 2, 3, 4, 5, 6].map((n) => phone(n).slice(4));
    expect(await traces(k.sql, ["Marisa", "prova segreta", ...numbers])).toEqual([]);
  });
});
