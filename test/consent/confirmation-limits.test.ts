import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";
import { startWords, stopWords } from "./default-words.ts";

let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const minute = 60_000;
const day = 86_400_000;
const notices = () => k.sql`select * from whatsapp_messages where purpose = 'consent_notice' order by id`;
const open = () =>
  k.sql`select a.kind, a.settled_how, m.body from attention a join whatsapp_messages m on m.id = a.message_id order by a.id`;
async function sendAll() {
  const left: { to: string; text: string }[] = [];
  for (let one = await k.claim(); one.action === "claimed"; one = await k.claim()) {
    left.push({ to: one.message.to, text: one.message.text });
    await k.settle(one.message.id, one.message.attempt, {
      ...accepted,
      providerMessageId: String(one.message.id),
    });
    await k.shift(61_000);
  }
  return left;
}

describe("confirmations", () => {
  test("50 minutes of START and STOP by a stranger at 03:30 use up no send; five calls of the morning leave", async () => {
    await k.sql`update channels set daily_limit = 50`;
    await k.product.db.freezeClock("2026-11-21T02:30:00Z");
    for (let n = 0; n < 50; n++) {
      await k.wa(inbound(99, n % 2 ? "START" : "STOP"));
      expect(await sendAll()).toEqual([]);
      await k.shift(minute);
    }
    await k.product.db.freezeClock("2026-11-21T08:30:00Z");
    for (const n of [1, 2, 3, 4, 5]) await k.ct(endedCall(n));
    const left = await sendAll();
    expect(left.slice(0, 5).map(({ to }) => to)).toEqual([1, 2, 3, 4, 5].map(phone));
    expect(left.length).toBeLessThanOrEqual(6);
  });

  test("one a person and day, STOP and START together, and three a month", async () => {
    await k.ct(endedCall(1));
    await sendAll();

    for (const text of ["STOP", "START", "STOP", "START", "STOP", "START", "STOP", "START"]) {
      await k.wa(inbound(1, text));
      expect((await sendAll()).length).toBeLessThanOrEqual(1);
      await k.shift(text === "START" ? 2 * day : 10 * minute);
    }

    expect((await notices()).filter(({ status }) => status === "accepted").length).toBeLessThanOrEqual(3);
  });

  test("none to a stranger, until they had stopped before; none of it changes what holds", async () => {
    await k.wa(inbound(1, "STOP"));
    expect(await notices()).toEqual([]);
    expect(await k.sql`select opted_out_at from contacts`).toMatchObject([
      { opted_out_at: expect.any(Date) },
    ]);
    await k.shift(minute);
    await k.wa(inbound(1, "START"));
    expect(await notices()).toMatchObject([{ status: "queued", priority: 30, live_until: null }]);
  });

  test("a tenth of the day's sends, at least one", async () => {
    await k.sql`update channels set daily_limit = 20`;
    for (const n of [1, 2, 3, 4]) {
      await k.ct(endedCall(n));
      await k.wa(inbound(n, "STOP"));
    }
    expect(await notices()).toHaveLength(2);
    expect(await k.sql`select count(*)::int as n from contacts where opted_out_at is not null`).toEqual([
      { n: 4 },
    ]);
  });

  test("leave behind every ask", async () => {
    await k.ct(endedCall(1));
    await k.wa(inbound(1, "STOP"));
    await k.shift(minute);
    await k.ct(endedCall(2));
    expect((await sendAll()).map(({ to }) => to)).toEqual([phone(2), phone(1)]);
  });
});

describe("a refusal", () => {
  test("is no bill and no stop; somebody has to look at it, until the person stops us", async () => {
    await k.ct(endedCall(1));
    await sendAll();
    await k.wa(inbound(1, "Non mi interessa, grazie"));
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_received: false });
    expect(await k.sql`select opted_out_at from contacts`).toEqual([{ opted_out_at: null }]);
    expect(await open()).toEqual([{ kind: "refusal", settled_how: null, body: "Non mi interessa, grazie" }]);
    await k.wa(inbound(1, "Toglietemi dalla lista"));
    expect(await open()).toMatchObject([{ settled_how: "stopped" }]);
    await k.wa(inbound(1, "non mi interessa"));
    expect(await open()).toHaveLength(1);
  });

  test("is what a stop is called that the company took off its list", async () => {
    await k.save("consent", {
      stopWords: { it: ["stop"] },
      startWords: { it: ["start"] },
      confirm: false,
      confirmation: { stop: "Va bene.", start: "Bene." },
    });
    await k.wa(inbound(1, "smettetela"));
    expect(await open()).toMatchObject([{ kind: "refusal" }]);
    expect(await k.sql`select opted_out_at from contacts`).toEqual([{ opted_out_at: null }]);
  });
});

test("the default lists are those with which sentences are tried", async () => {
  const [{ value }] = await k.sql<[{ value: Record<string, Record<string, string[]>> }]>`
    select app.default_setting('consent') as value`;
  const all = (list: string) => [...new Set(Object.values(value[list]!).flat())].sort();
  expect(all("stopWords")).toEqual([...stopWords].sort());
  expect(all("startWords")).toEqual([...startWords].sort());
});
