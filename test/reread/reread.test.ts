import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FieldMapping } from "../../lib/vendors/cloudtalk/field-mapping.ts";
import { nameless, own, type Stage, stage } from "./stage.ts";

/** What was read with an older field mapping is read again, and tells the same call more. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.close());

const whole: FieldMapping = { phone: "recapito", contactName: "chi", talkingSeconds: "durata_conv" };
const full = {
  phone_number: "+393331000001",
  contact_name: "Azienda 1",
  talking_seconds: 35,
  person: "Azienda 1",
};

describe("the same call is mended", () => {
  test.for<[string, FieldMapping | null, Record<string, unknown>, FieldMapping, Record<string, unknown>]>([
    ["no mapping, then a whole one", null, {}, whole, { ...full, should_send: true }],
    ["the outcome only", { phone: "recapito" }, {}, whole, full],
    ["a company that was taken for the name", { phone: "recapito", contactName: "codice" }, {}, whole, full],
    [
      "another number",
      { phone: "telefono2" },
      { telefono2: "393339990009" },
      whole,
      { ...full, should_send: true },
    ],
    [
      "how it went: a missed call that was taken for an answered one",
      { phone: "recapito", answered: "stato" },
      { durata_conv: undefined, stato: "risposta", vero: "persa" },
      { phone: "recapito", answered: "vero" },
      { should_send: false, should_send_code: "unanswered" },
    ],
    [
      "a refusal that was none",
      { phone: "recapito", doNotSend: "privacy" },
      { privacy: true },
      { phone: "recapito" },
      { do_not_send: false, should_send: true },
    ],
    [
      "a refusal that was not heard",
      { phone: "recapito" },
      { privacy: true },
      { phone: "recapito", doNotSend: "privacy" },
      { do_not_send: true, should_send: false, should_send_code: "do_not_send" },
    ],
    [
      "when it began",
      { phone: "recapito" },
      {},
      { phone: "recapito", startedAt: "inizio_alle" },
      { started_at: "2026-11-21T08:50:00Z" },
    ],
    [
      "an id, of a call that was known by its content only",
      { phone: "recapito" },
      nameless,
      { ...whole, callId: "codice" },
      { ...full, cloudtalk_call_id: "CT-1", is_weakly_identified: false },
    ],
    [
      "a time, of a call that was known by its content only",
      { phone: "recapito" },
      nameless,
      { ...whole, startedAt: "inizio_alle" },
      { ...full, started_at: "2026-11-21T08:50:00Z" },
    ],
    [
      "an id that was the wrong field",
      { ...whole, callId: "codice" },
      {},
      { ...whole, callId: "call_id" },
      {
        ...full,
        cloudtalk_call_id: "7001",
      },
    ],
  ])("%s", async ([, before, over, after, expected]) => {
    if (before) await s.map(before);
    const id = await s.post(own(1, over));
    expect(await s.offered()).toEqual([]);
    await s.map(after);
    expect(await s.offered()).toEqual([id]);
    expect(await s.reread(id)).toMatchObject({ counts: { changed: 1 }, left: 0 });
    const calls = await s.calls();
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject(expected);
    const asks = await s.asks();
    expect(asks).toHaveLength(calls[0].should_send ? 1 : 0);
    if (calls[0].should_send) expect(asks[0]).toMatchObject({ recipient: "+393331000001" });
    expect(await s.offered()).toEqual([]);
    expect(await s.reread(id)).toMatchObject({ counts: { already: 1 } });
    // Its webhook once more, and a later one by the new id, are of the same call.
    await s.post(own(1, over));
    expect(await s.calls()).toHaveLength(1);
    expect(await s.asks()).toHaveLength(asks.length);
  });

  test("the text that waits has the new name", async () => {
    await s.product.db.sql`update whatsapp_templates set body = 'Buongiorno {contact_name}'`;
    await s.map({ phone: "recapito", contactName: "codice" });
    const id = await s.post(own(1));
    expect((await s.asks())[0].body).toContain("CT-1");
    await s.map(whole);
    await s.reread(id);
    expect((await s.asks())[0].body).toContain("Azienda 1");
  });

  test("calls that an older mapping took for one are told apart", async () => {
    await s.map({ phone: "recapito", callId: "campagna_n" });
    const ids = [];
    for (const n of [1, 2, 3]) ids.push(await s.post(own(n, { campagna_n: "77" })));
    expect(await s.calls()).toHaveLength(1);
    await s.map({ ...whole, callId: "codice" });
    expect(await s.reread(...ids)).toMatchObject({ left: 0 });
    expect(await s.calls()).toMatchObject(
      [1, 2, 3].map((n) => ({
        cloudtalk_call_id: `CT-${n}`,
        phone_number: `+39333100000${n}`,
        should_send: true,
      })),
    );
    expect(await s.asks()).toHaveLength(3);
  });

  test("an id that another call has by now joins both", async () => {
    await s.map({ phone: "recapito" });
    const id = await s.post(own(1, nameless));
    await s.map({ ...whole, callId: "codice" });
    await s.post({
      event: "recording-uploaded",
      codice: "CT-1",
      recording_url: "https://example.test/r.mp3",
    });
    expect(await s.calls()).toHaveLength(2);
    await s.reread(id);
    expect(await s.calls()).toMatchObject([
      { ...full, cloudtalk_call_id: "CT-1", recording_url: "https://example.test/r.mp3" },
    ]);
    expect(await s.asks()).toHaveLength(1);
  });

  test("what others told of the call stays", async () => {
    const id = await s.post(own(1));
    await s.post({ event: "call-tagged", call_id: "7001", tags: ["vip"], do_not_send: true });
    await s.map(whole);
    await s.reread(id);
    expect(await s.calls()).toMatchObject([{ ...full, tags: ["vip"], should_send_code: "do_not_send" }]);
  });

  test("what was no call becomes one", async () => {
    const id = await s.post({
      event: "chiusura",
      codice: "CT-1",
      recapito: "393331000001",
      durata_conv: "5",
    });
    expect(await s.calls()).toEqual([]);
    await s.map({ ...whole, callId: "codice", campaign: "event" });
    expect(await s.offered()).toEqual([id]);
    expect(await s.reread(id)).toMatchObject({ counts: { changed: 1 }, asked: 1 });
    expect(await s.calls()).toMatchObject([{ cloudtalk_call_id: "CT-1", should_send: true }]);
  });

  test("what could not be read at all is tried again with the rest", async () => {
    const id = await s.post({ codice: "CT-1", recapito: "393331000001" });
    expect(await s.looks()).toMatchObject([{ kind: "call_unreadable", settled_how: null }]);
    await s.map({ ...whole, callId: "codice" });
    expect(await s.offered()).toEqual([id]);
    expect(await s.reread(id)).toMatchObject({ counts: { changed: 1 } });
    expect(await s.looks()).toMatchObject([{ kind: "call_unreadable", settled_how: "content" }]);
  });
});

describe("nobody is asked twice", () => {
  test("a sent follow-up stays one, also to what was the wrong number", async () => {
    await s.map({ phone: "telefono2" });
    const id = await s.post(own(1, { telefono2: "393339990009" }));
    await s.product.tick();
    expect(s.product.wasender.sends).toHaveLength(1);
    await s.map(whole);
    await s.reread(id);
    await s.product.tick();
    expect(s.product.wasender.sends).toHaveLength(1);
    expect(await s.asks()).toMatchObject([{ recipient: "+393339990009" }]);
    expect(await s.calls()).toMatchObject([{ phone_number: "+393331000001" }]);
  });

  test("presses, its webhook and the clock at once have one effect", async () => {
    const id = await s.post(own(1));
    await s.map(whole);
    const works = Array.from({ length: 5 }, () => [
      s.reread(id),
      s.product.postCloudtalk(own(1)),
      s.product.tick(),
    ]).flat();
    await Promise.all(works as Promise<unknown>[]);
    await s.reread(id);
    expect(await s.calls()).toMatchObject([full]);
    expect(await s.asks()).toHaveLength(1);
    const [log] = await s.product.db
      .sql`select count(*)::int as n from audit_log where action = 'event_reread'`;
    expect(log!.n).toBe(1);
  });

  test("too late, it says so", async () => {
    const id = await s.post(own(1));
    await s.product.db.shiftClock(5 * 24 * 3_600_000);
    await s.map(whole);
    await s.reread(id);
    await s.product.tick();
    expect(s.product.wasender.sends).toHaveLength(0);
    expect(await s.asks()).toMatchObject([{ status: "expired" }]);
  });

  test("who was asked after a later call is not asked again", async () => {
    const id = await s.post(own(1));
    await s.product.db.shiftClock(60_000);
    await s.product.postCloudtalk({
      event: "call-ended",
      call_id: "8000",
      external_number: "393331000001",
      talking_time: 60,
    });
    await s.map(whole);
    await s.reread(id);
    expect(await s.asks()).toHaveLength(1);
    expect((await s.calls())[0]).toMatchObject({ should_send: false, should_send_code: "covered" });
  });
});

describe("what is not kept", () => {
  test("a body that was dropped by its term says so", async () => {
    const id = await s.post(own(1));
    await s.map(whole);
    await s.product.db
      .sql`update webhook_requests set body = null, payload_removed_at = received_at where id = ${id}`;
    expect(await s.offered()).toEqual([]);
    expect(await s.reread(id)).toMatchObject({ counts: { gone: 1 } });
    expect(await s.calls()).toMatchObject([{ phone_number: null }]);
  });

  const erase = async (contact: number, name: string) => {
    const admin = await s.product.db.createStaff({ role: "admin" });
    const { error } = await admin.client.rpc("erase_contact", {
      contact,
      reason: "richiesta",
      typed: name,
    });
    expect(error).toBeNull();
  };

  test("of an erased person nothing comes back", async () => {
    await s.map({ phone: "recapito" });
    const id = await s.post(own(1));
    await erase((await s.calls())[0].contact_id, "+393331000001");
    await s.map(whole);
    expect(await s.reread(id)).toMatchObject({ counts: { gone: 1 } });
    expect(await s.calls()).toMatchObject([{ phone_number: null, contact_name: null }]);
    expect(await s.asks()).toEqual([]);
  });

  test("a number that turns out to be an erased person's is not kept", async () => {
    await s.post({ event: "call-ended", call_id: "1", external_number: "393331000001", talking_time: 9 });
    await erase((await s.calls())[0].contact_id, "+393331000001");
    const id = await s.post(own(1, { recapito: "(0039) 333/1000-001", call_id: "2" }));
    const [kept] = await s.product.db.sql`select body from webhook_requests where id = ${id}`;
    // However it was written, the number was found in it when it came; were it not:
    expect(kept!.body).toBeNull();
    await s.product.db.sql`update webhook_requests set payload_removed_at = null,
      body = ${s.product.db.sql.json(own(1, { call_id: "2" }) as never)} where id = ${id}`;
    await s.map(whole);
    expect(await s.reread(id)).toMatchObject({ counts: { erased: 1 } });
    expect((await s.calls()).filter(({ phone_number }) => phone_number !== null)).toEqual([]);
    expect(await s.asks()).toEqual([]);
    expect((await s.product.db.sql`select body from webhook_requests where id = ${id}`)[0]!.body).toBeNull();
  });

  test("what CloudTalk's own format told is not offered, and neither is what says the same", async () => {
    await s.product.postCloudtalk({
      event_id: "e",
      type: "call.ended",
      version: "v1",
      occurred_at: "2026-11-21T09:00:00Z",
      company_id: 1,
      data: { call_id: 5, external_number: "+393331234567" },
    });
    const id = await s.post({
      event: "call-ended",
      call_id: "9",
      external_number: "393331000009",
      talking_time: 3,
    });
    await s.map({ company: "azienda_nome" });
    expect(await s.offered()).toEqual([id]);
    expect(await s.reread(id)).toMatchObject({ counts: { same: 1 } });
    expect(await s.offered()).toEqual([]);
  });
});

describe("half read", () => {
  // The name breaks the JSON of its body, and comes twice.
  const broken =
    '{"event":"call-ended","call_id":"9164","external_number":"393331000001","talking_time":"35","chi":"Azienda 1","contact_name":"uno","contact_name":"due"}';

  test("is settled when the field that was not read is told by another", async () => {
    const id = await s.post(broken);
    expect(await s.looks()).toMatchObject([{ kind: "call_half_read", settled_how: null }]);
    await s.map({ contactName: "chi" });
    expect(await s.reread(id)).toMatchObject({ counts: { changed: 1 } });
    expect(await s.calls()).toMatchObject([full]);
    expect(await s.looks()).toMatchObject([{ kind: "call_half_read", settled_how: "content" }]);
  });

  test("stays when it is not", async () => {
    const id = await s.post(broken);
    await s.map({ company: "chi" });
    await s.reread(id);
    expect(await s.calls()).toMatchObject([{ company: "Azienda 1", contact_name: null }]);
    expect(await s.looks()).toMatchObject([{ kind: "call_half_read", settled_how: null }]);
  });

  test("a refusal that could not be read is heeded each time", async () => {
    const id = await s.post(broken.replace('contact_name":"due', 'shouldSend":true,"shouldSend":"boh'));
    expect(await s.calls()).toMatchObject([{ do_not_send: true }]);
    await s.map({ contactName: "chi" });
    await s.reread(id);
    expect(await s.calls()).toMatchObject([
      { do_not_send: true, should_send: false, contact_name: "Azienda 1" },
    ]);
    expect(await s.looks()).toMatchObject([{ kind: "call_half_read", settled_how: null }]);
  });
});
