import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readPhoneLookup } from "../../lib/vendors/wasender/read-phone-lookup.ts";
import type { Exchange } from "../../lib/vendors/wasender/request-wasender.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, phone } from "../support/kit.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";

const minute = 60_000;
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const jid = (n: number) => `${phone(n).slice(1)}@s.whatsapp.net`;
const lookups = () => k.product.wasender.lidLookups;
const events = () =>
  k.sql`select event_type, outcome, reason, body from webhook_requests where origin = 'reconciled' order by id`;
/** A follow-up that left, and that WhatsApp knows. */
const ask = async (n: number) => {
  await k.ct(endedCall(n));
  const one = await k.claim();
  await k.settle(one.message.id, one.message.attempt, { ...accepted, providerMessageId: String(500 + n) });
  await k.rpc("bind_message", { message: one.message.id, info: { whatsappId: `3EB0${n}`, chat: {} } });
  await k.shift(minute);
};

describe("a person we wrote to whose LID nobody told", () => {
  test("is looked up, and what they then write with a hidden number is an answer", async () => {
    k.product.wasender.knowsLid(jid(1), lid);
    await ask(1);
    await k.product.tick();
    expect(lookups()).toEqual([jid(1)]);
    expect(await events()).toMatchObject([
      { event_type: "reconcile.identity", outcome: "processed", body: { lid, phone: phone(1) } },
    ]);
    await k.wa(hidden(1, "Ecco"));
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
    await k.shift(600 * minute);
    await k.product.tick();
    expect(lookups()).toHaveLength(1);
  });

  test("is asked for after 10, 30, 90 … minutes and at most a day, six times, then no more", async () => {
    await ask(1);
    const waits: number[] = [];
    let last = (await k.product.db.now()).getTime();
    const identity = async () => (await k.sql`select * from contact_identities where kind = 'phone'`)[0]!;
    await k.product.tick();
    while ((await identity()).lookup_at !== null) {
      const due = (await identity()).lookup_at.getTime();
      waits.push((due - last) / minute);
      last = due;
      await k.shift(due - (await k.product.db.now()).getTime());
      await k.product.tick();
    }
    expect(waits).toEqual([10, 30, 90, 270, 810]);
    expect(lookups()).toHaveLength(6);
    await k.shift(10 * 1440 * minute);
    await k.product.tick();
    expect(lookups()).toHaveLength(6);
    expect(await events()).toEqual([]);
  });

  test("nobody asks for who was never written to, nor for who is known", async () => {
    await k.wa(inbound(1, "Quanto costa?"));
    await k.product.tick();
    await ask(2);
    await k.wa(hidden(2, "ciao", { cleanedSenderPn: phone(2).slice(1) }));
    await k.product.tick();
    expect(lookups()).toEqual([]);
  });

  test("at most five a tick, and writers whom nobody knows come first", async () => {
    for (let n = 1; n <= 4; n++) await ask(n);
    for (let n = 1; n <= 3; n++) {
      const own = `18000000000090${n}@lid`;
      await k.wa(hidden(n, "ciao", { remoteJid: own, senderLid: own }));
    }
    await k.shift(minute);
    await k.product.tick();
    expect([k.product.wasender.lookups.length, lookups().length]).toEqual([3, 2]);
  });

  test("a LID that is another's stays theirs: it is a doubt, and nothing is learned", async () => {
    await k.wa(hidden(2, "ciao", { cleanedSenderPn: phone(2).slice(1) }));
    k.product.wasender.knowsLid(jid(1), lid);
    await ask(1);
    await k.product.tick();
    expect(await events()).toMatchObject([{ outcome: "ignored", reason: "already_known" }]);
    const [owner] = await k.sql`select p.value from contact_identities l join contact_identities p
      on p.contact_id = l.contact_id and p.kind = 'phone' where l.value = ${lid}`;
    expect(owner).toEqual({ value: phone(2) });
  });

  test("a refusal ends the pass with its reason", async () => {
    let asked = 0;
    k.product.wasender.use(
      http.get(`${wasenderDoubleUrl}/lid-from-pn/:pn`, () => {
        asked++;
        return HttpResponse.json({ message: "slow", retry_after: 600 }, { status: 429 });
      }),
    );
    await ask(1);
    await ask(2);
    await k.product.tick();
    const [pass] = await k.sql`select * from reconcile_passes where kind = 'identities'`;
    expect([asked, pass!.last_error_code]).toEqual([1, "rate_limited"]);
  });
});

describe("GET /lid-from-pn", () => {
  const read = (status: number, body: Record<string, unknown>) =>
    readPhoneLookup(
      { kind: "answer", status, headers: new Headers(), text: JSON.stringify(body), body } as Exchange,
      "+393331234567",
      "key",
    );

  test.each([[lid], ["180000000000777"], ["180000000000777:12@lid"]])("%j is one", (data) => {
    expect(read(200, { success: true, data: { lid: data } })).toEqual({ kind: "found", lid });
  });

  test.each([[null], [""], ["393331234567@lid"], ["393331234567@s.whatsapp.net"], ["1@g.us"], [{}]])(
    "%j is none",
    (data) => {
      expect(read(200, { success: true, data: { lid: data } })).toMatchObject({ kind: "unknown" });
    },
  );

  test("the documented no", () => {
    expect(read(404, { success: false, error: "LID not found or invalid." })).toMatchObject({
      kind: "unknown",
    });
  });
});
