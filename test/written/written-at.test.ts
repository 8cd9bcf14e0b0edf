import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { accepted, endedCall, inbound, type Kit, kit, pdf, phone } from "../support/kit.ts";

/** What somebody wrote counts as of when it was written, not of when we heard it. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const minute = 60_000;
const day = 86_400_000;

/** A message that its vendor says was written so long before now; null: the vendor does not say. */
async function item(n: number, text: string, ago: number | null, message?: object) {
  const event = inbound(n, text, { message }) as { data: { messages: Record<string, unknown> } };
  const now = (await k.product.db.now()).valueOf();
  if (ago !== null) event.data.messages.messageTimestamp = Math.floor((now - ago) / 1000);
  return event;
}
const writes = async (n: number, text: string, ago: number | null, message?: object) =>
  k.wa(await item(n, text, ago, message));
async function asked(n: number): Promise<void> {
  await k.ct(endedCall(n));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { ...accepted, providerMessageId: `58${n}` });
}
const contact = async (n: number) =>
  (
    await k.sql`select c.* from contacts c join contact_identities i on i.contact_id = c.id
      where i.value = ${phone(n)}`
  )[0]!;
const call = (n: number) => k.call(String(900_000_000 + n));

describe("the last consent word is the one written last", () => {
  test.each([
    [
      "START of an hour ago after STOP of a minute ago",
      [
        ["STOP", minute],
        ["START", 60 * minute],
      ],
      true,
    ],
    [
      "STOP of an hour ago after START of a minute ago",
      [
        ["STOP", 90 * minute],
        ["START", minute],
        ["STOP", 60 * minute],
      ],
      false,
    ],
    [
      "START a second after STOP",
      [
        ["STOP", 2_000],
        ["START", 1_000],
      ],
      false,
    ],
    [
      "both in the same second: the stop wins",
      [
        ["STOP", minute],
        ["START", minute],
      ],
      true,
    ],
    [
      "START between two STOPs, heard last",
      [
        ["STOP", 60 * minute],
        ["STOP", minute],
        ["START", 30 * minute],
      ],
      true,
    ],
    [
      "a vendor's clock ahead counts as heard",
      [
        ["STOP", minute],
        ["START", -60 * minute],
      ],
      false,
    ],
    [
      "START without a time, heard later",
      [
        ["STOP", minute],
        ["START", null],
      ],
      false,
    ],
    [
      "STOP without a time, START written before it was heard",
      [
        ["STOP", null],
        ["START", minute],
      ],
      true,
    ],
  ] as const)("%s", async (_what, words, isStopped) => {
    for (const [text, ago] of words) await writes(1, text, ago);
    expect((await contact(1)).opted_out_at !== null).toBe(isStopped);
  });

  test("one list, newest first", async () => {
    const [stop, start] = [await item(1, "STOP", 10_000), await item(1, "START", 10 * minute)] as Any[];
    await k.wa({ event: "messages.upsert", data: { messages: [stop.data.messages, start.data.messages] } });
    expect((await contact(1)).opted_out_at).not.toBeNull();
    expect(await k.sql`select kind from contact_consents`).toMatchObject([{ kind: "stopped" }]);
  });

  test("the history tells when it was written", async () => {
    await writes(1, "STOP", 30 * minute);
    const [row] = await k.sql`select c.at, m.written_at, m.created_at from contact_consents c
      join whatsapp_messages m on m.id = c.message_id`;
    expect(row!.at).toEqual(row!.written_at);
    expect(row!.created_at - row!.at).toBeGreaterThanOrEqual(30 * minute);
  });
});

describe("an answer was written after the ask", () => {
  test.each([
    ["a text of three days ago", 3 * day, undefined, null],
    ["a file of forty days ago", 40 * day, pdf, null],
    ["a text of just now", 0, undefined, "reply"],
    ["a file of just now", 0, pdf, "attachment"],
    ["a text that tells no time", null, undefined, "reply"],
    ["a text of a clock that is ahead", -day, undefined, "reply"],
  ])("%s", async (_what, ago, message, evidence) => {
    await asked(1);
    await k.shift(2 * minute);
    await writes(1, "Buongiorno", ago, message);
    expect((await call(1)).electricity_bill_evidence).toBe(evidence);
    expect((await k.followUp(1)).ask_open).toBe(evidence === null);
  });

  test("in the very second in which the ask left is after it, a second earlier is not", async () => {
    await k.shift(700);
    await asked(1);
    await k.shift(200);
    await writes(1, "Prima", 2_000);
    expect((await call(1)).electricity_bill_evidence).toBeNull();
    await writes(1, "Sì", 0);
    expect((await call(1)).electricity_bill_evidence).toBe("reply");
  });

  test("an old file is not the bill of the next call", async () => {
    await writes(1, "", 40 * day, pdf);
    await k.ct(endedCall(1));
    expect(await call(1)).toMatchObject({ should_send: true, electricity_bill_received: false });
  });

  test("the flag's time is when it was written", async () => {
    await asked(1);
    await k.shift(30 * minute);
    await writes(1, "La mando", 10 * minute);
    const [m] = await k.sql`select written_at from whatsapp_messages where direction = 'in'`;
    expect((await call(1)).electricity_bill_received_at).toEqual(m!.written_at);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: payloads as they come
type Any = any;
