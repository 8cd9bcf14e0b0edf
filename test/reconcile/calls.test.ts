import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inbound, pdf } from "../support/calls.ts";
import { createProduct, fixture, type Product } from "../support/product.ts";
import { cloudtalkList, keys, row } from "./cloudtalk-list.ts";

/** The fixtures' calls ended at 10:58:40 (answered) and 11:02:25 (missed), UTC. */
const minute = 60_000;
const hour = 60 * minute;
let product: Product;
let list: ReturnType<typeof cloudtalkList>;
beforeEach(async () => {
  product = await createProduct(keys);
  list = cloudtalkList(product);
  await product.db.freezeClock("2026-11-16T10:50:00Z");
  // The product's own start.
  await product.tick();
});
afterEach(() => product.close());

const at = async (iso: string) => {
  await product.db.freezeClock(iso);
  return product.tick();
};
const calls = () => product.db.sql`select * from cloudtalk_calls order by id`;
const events = () =>
  product.db.sql`select source, origin, event_type, outcome, finding from webhook_requests order by id`;
const followUps = () =>
  product.db.sql`select * from whatsapp_messages where purpose = 'follow_up' order by id`;
const pass = async () => (await product.db.sql`select * from reconcile_passes where kind = 'calls'`)[0]!;

describe("a call whose webhook never came", () => {
  test("is found by asking, marked as reconciled, decided like any other, and written to", async () => {
    expect(await at("2026-11-16T11:10:00Z")).toMatchObject({ found: 2, healed: 2 });
    await product.afterResponses();
    expect(await calls()).toMatchObject([
      {
        cloudtalk_call_id: "900000001",
        phone_number: "+393330001001",
        body_kind: "rest",
        contact_name: "Cliente Prova Uno",
        agent_name: "Agente Prova",
        tags: ["interessato"],
        should_send: true,
      },
      { cloudtalk_call_id: "900000002", should_send: false, should_send_code: "unanswered" },
    ]);
    expect(await events()).toMatchObject([
      {
        source: "cloudtalk",
        origin: "reconciled",
        event_type: "reconcile.call",
        outcome: "processed",
        finding: { call: 1, happenedAt: "2026-11-16T10:58:40.000Z" },
      },
      { origin: "reconciled", outcome: "processed" },
    ]);
    expect(product.wasender.sends).toMatchObject([{ to: "+393330001001" }]);
  });

  test("is asked for as CloudTalk wants it: UTC, Accept, User-Agent, Basic, one operation", async () => {
    await at("2026-11-16T11:10:00Z");
    expect(list.asked).toHaveLength(1);
    const [{ query, headers }] = list.asked as [(typeof list.asked)[0]];
    expect(query).toEqual({
      date_from: "2026-11-16 08:50:00",
      date_to: "2026-11-16 11:07:00",
      limit: "1000",
      page: "1",
    });
    expect(headers.get("accept")).toBe("application/json");
    expect(headers.get("user-agent")).toMatch(/^Aftercall/);
    expect(headers.get("authorization")).toBe(`Basic ${btoa("key-id:key-secret-of-the-tests")}`);
  });

  test("is one call with its webhook, whichever comes first, in all three kinds of body", async () => {
    await product.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
    await at("2026-11-16T11:10:00Z");
    // The second one is new: the first was known by its id, and is no event at all.
    expect(await events()).toMatchObject([{ origin: "webhook" }, { origin: "reconciled" }]);
    await product.postCloudtalk(fixture("cloudtalk-native-call-ended-answered"));
    await product.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
    await product.postCloudtalk(fixture("cloudtalk-call-ended-missed"));
    await product.afterResponses();
    expect(await calls()).toHaveLength(2);
    expect(product.wasender.sends).toHaveLength(1);
  });

  test("whose webhook named no call is known by number and time", async () => {
    const { call_id, call_uuid, ...nameless } = fixture("cloudtalk-call-ended-answered");
    await product.db.freezeClock("2026-11-16T10:59:30Z");
    await product.postCloudtalk(nameless);
    await product.postWasender(inbound(1, "x"));
    expect(await at("2026-11-16T11:10:00Z")).toMatchObject({ found: 1 });
    expect(await calls()).toMatchObject([{ cloudtalk_call_id: null }, { cloudtalk_call_id: "900000002" }]);
  });
});

describe("the window", () => {
  test("leaves three minutes, and the wrap-up, to the webhook", async () => {
    list.pages = [
      [
        row({ id: "1", ended_at: "2026-11-16 11:06:50", wrapup_time: 30 }),
        row({ id: "2", ended_at: "2026-11-16T11:07:30Z" }),
      ],
    ];
    expect(await at("2026-11-16T11:10:00Z")).toMatchObject({ found: 0 });
    expect(await at("2026-11-16T11:15:00Z")).toMatchObject({ found: 2 });
  });

  test("never reaches behind the product's start", async () => {
    list.pages = [
      [
        row({ id: "1", ended_at: "2026-11-16T10:49:59Z" }),
        row({ id: "2", ended_at: "2026-11-16T10:50:01Z" }),
      ],
    ];
    await at("2026-11-16T11:10:00Z");
    await at("2026-11-16T12:10:00Z");
    expect(await calls()).toMatchObject([{ cloudtalk_call_id: "2" }]);
  });

  test("goes on from the last one that was read to its end, two hours earlier", async () => {
    await at("2026-11-16T12:00:00Z");
    list.answer = () => HttpResponse.json({}, { status: 500 });
    await at("2026-11-16T13:00:00Z");
    await at("2026-11-16T19:00:00Z");
    list.answer = null;
    await at("2026-11-16T20:00:00Z");
    expect(list.asked.map(({ query }) => query.date_from)).toEqual([
      "2026-11-16 08:50:00",
      "2026-11-16 09:57:00",
      "2026-11-16 09:57:00",
      "2026-11-16 09:57:00",
    ]);
    expect(await pass()).toMatchObject({ last_error: null, looked_until: new Date("2026-11-16T19:57:00Z") });
  });

  test("of many pages is read five at a time, under six operations a minute, and begun where it stopped", async () => {
    const many = (page: number) => [row({ id: `7${page}`, public_external: `3933300011${page}0` })];
    list.pages = [1, 2, 3, 4, 5, 6, 7].map(many);
    expect(await at("2026-11-16T11:10:00Z")).toMatchObject({ found: 5 });
    expect(await at("2026-11-16T11:11:00Z")).toMatchObject({ found: 2 });
    expect(list.asked.map(({ query }) => query.page)).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    expect(new Set(list.asked.map(({ query }) => query.date_to)).size).toBe(1);
    await at("2026-11-16T11:12:00Z");
    expect(list.asked).toHaveLength(7);
  });

  test("is asked for once in five minutes, by one of two ticks at once", async () => {
    await product.db.freezeClock("2026-11-16T11:10:00Z");
    const both = await Promise.all([product.tick(), product.tick()]);
    expect(both.map(({ found }) => found).toSorted()).toEqual([0, 2]);
    await at("2026-11-16T11:14:00Z");
    expect(list.asked).toHaveLength(1);
    await at("2026-11-16T11:15:00Z");
    expect(list.asked).toHaveLength(2);
    expect(await calls()).toHaveLength(2);
  });
});

describe("CloudTalk that refuses", () => {
  test("429 is honoured for as long as it says, and nothing is lost", async () => {
    const reset = Math.floor(Date.now() / 1000) + 1200;
    list.answer = () =>
      HttpResponse.json(fixture("cloudtalk-rest-429"), {
        status: 429,
        headers: { "X-CloudTalkAPI-ResetTime": String(reset) },
      });
    await at("2026-11-16T11:10:00Z");
    expect(await pass()).toMatchObject({ last_error_code: "rate_limited" });
    list.answer = null;
    await at("2026-11-16T11:28:00Z");
    expect(list.asked).toHaveLength(1);
    expect(await at("2026-11-16T11:31:00Z")).toMatchObject({ found: 2 });
    expect(await pass()).toMatchObject({ last_error: null, last_error_code: null });
  });

  test.each([
    [401, "{}", "unauthorized"],
    [403, "<html>no agent</html>", "unauthorized"],
    [404, JSON.stringify(fixture("cloudtalk-rest-404")), "unreadable"],
    [502, "<html>", "unreachable"],
    [200, "<html>", "unreadable"],
    [200, JSON.stringify({ responseData: { status: 429, message: "Too many requests" } }), "rate_limited"],
  ])("%s %s is %s, in one sentence, and sends go on", async (status, body, code) => {
    list.answer = () => new Response(body, { status });
    await product.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
    expect(await at("2026-11-16T11:10:00Z")).toMatchObject({ found: 0 });
    await product.afterResponses();
    expect(product.wasender.sends).toHaveLength(1);
    const { last_error_code, last_error, last_succeeded_at } = await pass();
    expect([last_error_code, last_succeeded_at]).toEqual([code, null]);
    expect(last_error).toMatch(/^CloudTalk[^\n]+\.$/);
    expect(last_error).not.toContain("key-secret");
  });

  test("a tick whose passes break still answers and has sent", async () => {
    await product.db.sql`drop function public.take_reconciliations(jsonb)`;
    await product.postCloudtalk(fixture("cloudtalk-call-ended-answered"));
    expect(await at("2026-11-16T11:10:00Z")).toMatchObject({ found: 0, healed: 0 });
  });

  test("without keys nobody is asked", async () => {
    const plain = await createProduct();
    await plain.tick();
    await plain.db.shiftClock(hour);
    await plain.tick();
    expect(
      await plain.db.sql`select kind, is_configured, last_error from reconcile_passes order by kind`,
    ).toEqual([
      { kind: "calls", is_configured: false, last_error: null },
      { kind: "identities", is_configured: true, last_error: null },
      { kind: "messages", is_configured: false, last_error: null },
    ]);
    await plain.close();
  });
});

describe("a call that is found late", () => {
  test("is followed up for 72 hours from its real end, and outside the hours not as a fresh one", async () => {
    // 22:30 in Rome.
    await at("2026-11-16T21:30:00Z");
    await product.afterResponses();
    expect(product.wasender.sends).toEqual([]);
    expect(await followUps()).toMatchObject([
      {
        status: "queued",
        due_at: new Date("2026-11-16T21:30:00Z"),
        live_until: new Date("2026-11-16T11:28:40Z"),
        expires_at: new Date("2026-11-19T10:58:40Z"),
      },
    ]);
    await at("2026-11-17T07:00:00Z");
    expect(product.wasender.sends).toHaveLength(1);
  });

  test("too late is shown as expired and not sent", async () => {
    const { pages } = list;
    list.pages = [[]];
    await at("2026-11-16T10:57:00Z");
    list.pages = pages;
    expect(await at("2026-11-19T12:00:00Z")).toMatchObject({ found: 2 });
    await product.afterResponses();
    expect(await followUps()).toMatchObject([{ status: "expired" }]);
    expect(product.wasender.sends).toEqual([]);
  });

  test("is covered by the ask of a later call, and answered with it", async () => {
    await product.db.freezeClock("2026-11-16T11:20:00Z");
    const later = { ...fixture("cloudtalk-call-ended-answered"), call_id: "900000009", call_uuid: "" };
    await product.postCloudtalk(later);
    await product.afterResponses();
    await product.db.freezeClock("2026-11-16T11:25:00Z");
    const key = { remoteJid: "393330001001@s.whatsapp.net", cleanedSenderPn: "393330001001" };
    await product.postWasender(inbound(1, "ecco", { key }));
    await at("2026-11-16T11:40:00Z");
    await product.afterResponses();
    expect(await calls()).toMatchObject([
      { cloudtalk_call_id: "900000009", electricity_bill_received: true },
      {
        cloudtalk_call_id: "900000001",
        should_send_code: "covered",
        covered_by: "1",
        electricity_bill_received: true,
      },
      { cloudtalk_call_id: "900000002" },
    ]);
    expect(product.wasender.sends).toHaveLength(1);
  });

  test("needs no ask when the customer has sent a file since", async () => {
    await product.db.freezeClock("2026-11-16T11:05:00Z");
    const key = { remoteJid: "393330001001@s.whatsapp.net", cleanedSenderPn: "393330001001" };
    await product.postWasender(inbound(1, "", { message: pdf, key }));
    await at("2026-11-16T11:10:00Z");
    await product.afterResponses();
    expect((await calls())[0]).toMatchObject({
      should_send: false,
      should_send_code: "bill_received",
      electricity_bill_received: true,
      electricity_bill_evidence: "attachment",
    });
    expect(product.wasender.sends).toEqual([]);
  });
});
