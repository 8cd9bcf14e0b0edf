import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readLidLookup } from "../../lib/vendors/wasender/read-lid-lookup.ts";
import type { Exchange } from "../../lib/vendors/wasender/request-wasender.ts";
import { endedCall, phone } from "../support/calls.ts";
import { hidden, lid } from "../support/kit.ts";
import { createProduct, fixture, type Product } from "../support/product.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";

const minute = 60_000;
let product: Product;
beforeEach(async () => {
  product = await createProduct();
});
afterEach(() => product.close());

const tickAfter = async (ms: number) => {
  await product.db.shiftClock(ms);
  return product.tick();
};
const identity = async () => (await product.db.sql`select * from contact_identities where kind = 'lid'`)[0]!;
const pass = async () => (await product.db.sql`select * from reconcile_passes where kind = 'identities'`)[0]!;
const events = () =>
  product.db.sql`select source, event_type, outcome, finding, body from webhook_requests
    where origin = 'reconciled' order by id`;

describe("a writer who hides the number", () => {
  test("is matched when Wasender knows it: the answer reaches the call", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.afterResponses();
    await product.db.shiftClock(minute);
    await product.postWasender(hidden(1, "Ecco la bolletta"));
    product.wasender.knowsPhone(lid, `${phone(1).slice(1)}@s.whatsapp.net`);
    expect(await product.tick()).toMatchObject({ found: 1, healed: 1 });
    expect(product.wasender.lookups).toEqual([lid]);
    const [call] = await product.db.sql`select * from cloudtalk_calls`;
    expect(call).toMatchObject({ electricity_bill_received: true, electricity_bill_evidence: "reply" });
    const [word] = await product.db.sql`select * from whatsapp_messages where direction = 'in'`;
    expect(word).toMatchObject({ contact_id: call!.contact_id });
    expect(await events()).toMatchObject([
      {
        source: "wasender",
        event_type: "reconcile.identity",
        outcome: "processed",
        finding: {
          message: Number(word!.id),
          contact: Number(call!.contact_id),
          happenedAt: expect.any(String),
        },
        body: { lid, phone: phone(1) },
      },
    ]);
    await tickAfter(60 * minute);
    expect(product.wasender.lookups).toHaveLength(1);
  });

  test("is asked for after 1, 3, 9 … minutes and at most a day, ten times, then no more", async () => {
    await product.postWasender(hidden(1, "Chi siete?"));
    const waits: number[] = [];
    let last = (await product.db.now()).getTime();
    await product.tick();
    while ((await identity()).lookup_at !== null) {
      const due = (await identity()).lookup_at.getTime();
      waits.push((due - last) / minute);
      last = due;
      await tickAfter(due - (await product.db.now()).getTime());
    }
    expect(waits).toEqual([1, 3, 9, 27, 81, 243, 729, 1440, 1440]);
    expect(product.wasender.lookups).toHaveLength(10);
    await tickAfter(10 * 1440 * minute);
    expect(product.wasender.lookups).toHaveLength(10);
    expect(await events()).toEqual([]);
  });

  test("nobody asks for one whose number came with the message, nor twice at once", async () => {
    await product.postWasender(fixture("wasender-messages-received-lid"));
    await product.postWasender(hidden(1, "Chi siete?"));
    await Promise.all([product.tick(), product.tick()]);
    expect(product.wasender.lookups).toEqual([lid]);
  });

  test("at most five are asked for in a tick, one after the other", async () => {
    for (let n = 1; n <= 7; n++) {
      const own = `18000000000080${n}@lid`;
      await product.postWasender(hidden(n, "ciao", { remoteJid: own, senderLid: own }));
    }
    await product.tick();
    expect(product.wasender.lookups).toHaveLength(5);
    await tickAfter(minute);
    expect(new Set(product.wasender.lookups).size).toBe(7);
  });

  test.each([
    [401, { success: false, message: "Invalid API key" }, "unauthorized"],
    [429, { message: "slow", retry_after: 600 }, "rate_limited"],
    [502, {}, "unreachable"],
  ])(
    "HTTP %s ends the pass with its reason, and the others wait for their own time",
    async (status, body, code) => {
      let asked = 0;
      product.wasender.use(
        http.get(`${wasenderDoubleUrl}/pn-from-lid/:lid`, () => {
          asked++;
          return HttpResponse.json(body, { status });
        }),
      );
      for (const own of ["180000000000801@lid", "180000000000802@lid"]) {
        await product.postWasender(hidden(1, "ciao", { remoteJid: own, senderLid: own }));
      }
      await product.tick();
      expect([asked, (await pass()).last_error_code]).toEqual([1, code]);
      expect((await pass()).last_error).not.toContain("session-api-key");
    },
  );
});

describe("GET /pn-from-lid", () => {
  const answer = (status: number, body: Record<string, unknown>): Exchange => ({
    kind: "answer",
    status,
    headers: new Headers(),
    text: JSON.stringify(body),
    body,
  });
  const read = (status: number, body: Record<string, unknown>) =>
    readLidLookup(answer(status, body), lid, "session-api-key");

  test("the documented answers", () => {
    expect(read(200, fixture("wasender-pn-from-lid-response"))).toEqual({
      kind: "found",
      phone: "+393330001002",
    });
    expect(read(200, fixture("wasender-pn-from-lid-not-found"))).toMatchObject({ kind: "unknown" });
    expect(read(404, fixture("wasender-pn-from-lid-not-found"))).toMatchObject({ kind: "unknown" });
  });

  test.each([[null], [""], [lid], [`${lid.split("@")[0]}@s.whatsapp.net`], ["123@s.whatsapp.net"], [{}]])(
    "a pn of %j is no phone",
    (pn) => {
      expect(read(200, { success: true, data: { pn } })).toMatchObject({ kind: "unknown" });
    },
  );

  test("a pn that is the LID's own digits is no phone, even where they make a number", () => {
    const body = { success: true, data: { pn: "393331001234@s.whatsapp.net" } };
    expect(readLidLookup(answer(200, body), "393331001234@lid", "key")).toMatchObject({ kind: "unknown" });
  });
});
