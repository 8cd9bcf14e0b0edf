import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { matchSentLog } from "../../lib/work/reconcile/match-sent-log.ts";
import { readSentRows } from "../../lib/work/reconcile/read-sent-rows.ts";
import { endedCall, phone } from "../support/calls.ts";
import { channelOf, createProduct, fixture, type Product } from "../support/product.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";

const minute = 60_000;
const token = "personal-token-of-the-tests";
let product: Product;
let rows: object[];
let logAnswer: (() => Response) | null;
let asked: (string | null)[];
beforeEach(async () => {
  product = await createProduct({ WASENDER_PERSONAL_TOKEN: token, WASENDER_SESSION_ID: "12345" });
  rows = [];
  asked = [];
  logAnswer = null;
  product.wasender.use(
    http.get(`${wasenderDoubleUrl}/whatsapp-sessions/12345/message-logs`, ({ request }) => {
      asked.push(request.headers.get("authorization"));
      if (logAnswer) return logAnswer();
      const log = fixture("wasender-message-logs");
      return HttpResponse.json({ ...log, data: rows, total: rows.length });
    }),
  );
});
afterEach(() => product.close());

const tickAfter = async (ms: number) => {
  await product.db.shiftClock(ms);
  return product.tick();
};
const message = async (n = 1) =>
  (await product.db.sql`select * from whatsapp_messages where recipient = ${phone(n)}`)[0]!;
const events = () =>
  product.db.sql`select source, event_type, outcome, reason, finding from webhook_requests
    where origin = 'reconciled' order by id`;
const pass = async () => (await product.db.sql`select * from reconcile_passes where kind = 'messages'`)[0]!;

/** A send whose answer was a 500: nobody knows whether it left. */
async function uncertain(n = 1) {
  product.wasender.answerNext(() => HttpResponse.json({ message: "Server Error" }, { status: 500 }));
  await product.postCloudtalk(endedCall(n));
  await product.afterResponses();
  return message(n);
}

/** Its row in Wasender's log. */
async function logged(n: number, over: object = {}) {
  const { body, send_began_at } = await message(n);
  return {
    id: 58_000_100 + n,
    whatsapp_session_id: 12345,
    to: phone(n),
    content: JSON.stringify({ text: body }),
    status: "sent",
    failed_reason: null,
    created_at: new Date(send_began_at.getTime() + 2_000).toISOString(),
    ...over,
  };
}

describe("an uncertain send", () => {
  test("is settled by Wasender's log: sent, and its WhatsApp id asked for next", async () => {
    expect(await uncertain()).toMatchObject({ status: "uncertain" });
    rows = [await logged(1)];
    expect(await tickAfter(minute)).toMatchObject({ found: 1, healed: 1 });
    const { id, status, provider_message_id } = await message();
    expect([status, provider_message_id]).toEqual(["sent", "58000101"]);
    expect(asked).toEqual([`Bearer ${token}`]);
    expect(await events()).toMatchObject([
      {
        source: "wasender",
        event_type: "reconcile.message",
        outcome: "processed",
        finding: { message: Number(id), call: 1, happenedAt: expect.any(String) },
      },
    ]);
    const { data } = fixture("wasender-message-info");
    product.wasender.knows("58000101", {
      success: true,
      data: { ...data, key: { ...data.key, id: "3EB0AA" } },
    });
    expect(await tickAfter(minute)).toMatchObject({ bound: 1 });
    expect(await message()).toMatchObject({ whatsapp_message_id: "3EB0AA", status: "delivered" });
    expect(product.wasender.sends).toHaveLength(1);
  });

  test.each([
    ["in_progress", "accepted", null],
    ["failed", "failed", "The provided JID does not exist on WhatsApp."],
  ])("logged as %s becomes %s", async (logStatus, status, reason) => {
    await uncertain();
    rows = [await logged(1, { status: logStatus, failed_reason: reason })];
    await tickAfter(minute);
    expect(await message()).toMatchObject({ status, reason });
  });

  test.each<[string, (row: Awaited<ReturnType<typeof logged>>) => object[]]>([
    ["is not there", () => []],
    ["went to another number", (row) => [{ ...row, to: phone(2) }]],
    ["had another text", (row) => [{ ...row, content: JSON.stringify({ text: "altro" }) }]],
    ["was logged too early", (row) => [{ ...row, created_at: "2026-11-21T08:58:59Z" }]],
    ["was logged too late", (row) => [{ ...row, created_at: "2026-11-21T09:10:01Z" }]],
    ["is there twice", (row) => [row, { ...row, id: 59 }]],
    ["is hidden (log_messages is off)", (row) => [{ ...row, to: null, content: null }]],
    ["has a status nobody knows", (row) => [{ ...row, status: "queued?" }]],
  ])("whose row in the log %s stays uncertain, and is never sent again", async (_, rowsOf) => {
    await uncertain();
    rows = rowsOf(await logged(1));
    await tickAfter(minute);
    await tickAfter(60 * minute);
    expect(await message()).toMatchObject({ status: "uncertain", provider_message_id: null });
    expect([await events(), product.wasender.sends.length]).toEqual([[], 1]);
  });

  test("does not take the row of a message that is known already", async () => {
    await uncertain();
    rows = [await logged(1)];
    await product.db
      .sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction,
        purpose, status, provider_message_id)
      select workspace_id, channel_id, conversation_id, contact_id, 'out', 'typed', 'sent', '58000101'
      from whatsapp_messages`;
    await tickAfter(minute);
    expect(await message()).toMatchObject({ status: "uncertain" });
    expect(await events()).toMatchObject([{ outcome: "ignored", reason: "already_known" }]);
  });

  test("is looked up after 5, 15, 45 … minutes, and not without a reason", async () => {
    await tickAfter(minute);
    expect(asked).toHaveLength(0);
    await uncertain();
    for (const wait of [1, 4, 1, 14, 1, 43, 3]) await tickAfter(wait * minute);
    expect(asked).toHaveLength(4);
  });

  test("that a person sends again meanwhile is not called failed by the old row", async () => {
    const { id } = await uncertain();
    const row = await logged(1, { status: "failed", failed_reason: "no" });
    logAnswer = () => {
      // As if a person had pressed it while the log was on its way.
      return HttpResponse.json({ ...fixture("wasender-message-logs"), data: [row] });
    };
    const staff = await product.db.createStaff();
    const provider = await product.services.providerOf(await channelOf(product));
    const take = provider.sentLog!;
    provider.sentLog = async (page) => {
      const log = await take(page);
      await staff.client.rpc("resolve_uncertain", { message: id, decision: "resend" });
      return log;
    };
    await tickAfter(minute);
    expect(await message()).toMatchObject({ status: "queued" });
    expect(await events()).toMatchObject([{ outcome: "ignored" }]);
  });

  test.each([
    [401, "unauthorized"],
    [429, "rate_limited"],
    [503, "unreachable"],
  ])("when the log answers %s the pass says %s", async (status, code) => {
    await uncertain();
    logAnswer = () => HttpResponse.json({ message: "Unnotarized" }, { status });
    await tickAfter(minute);
    expect(await pass()).toMatchObject({ last_error_code: code, is_configured: true });
    expect((await pass()).last_error).not.toContain(token);
  });
});

describe("an accepted message without a WhatsApp id", () => {
  test("is looked up on and on for a week after the tick gave up", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.afterResponses();
    for (let tries = 0; tries < 8; tries++) {
      const { bind_at } = await message();
      await tickAfter(bind_at.getTime() - (await product.db.now()).getTime());
    }
    expect(await message()).toMatchObject({ status: "accepted", bind_at: null });
    product.wasender.knows("58000001", fixture("wasender-message-info"));
    expect(await tickAfter(24 * 60 * minute)).toMatchObject({ found: 1, healed: 1, bound: 0 });
    expect(await message()).toMatchObject({
      status: "delivered",
      whatsapp_message_id: fixture("wasender-message-info").data.key.id,
    });
    expect(await events()).toMatchObject([{ event_type: "reconcile.message", outcome: "processed" }]);
  });
});

describe("matchSentLog", () => {
  const unbound = (n: number, attempts = ["2026-11-16T11:00:00Z"]) => ({
    message: n,
    providerMessageId: null,
    to: "+393330001001",
    text: fixture("wasender-message-logs").data[0].content.slice(9, -2),
    attempts,
    isRival: false,
  });
  const row = {
    id: "58000001",
    to: "393330001001@s.whatsapp.net",
    text: unbound(1).text,
    status: "sent",
    failedReason: null,
    createdAt: "2026-11-16T11:00:00Z",
  };

  test("joins one row and one message, by any of its attempts", () => {
    const twice = unbound(1, ["2026-11-15T11:00:00Z", "2026-11-16T10:55:00Z"]);
    expect(matchSentLog([twice], [row])).toEqual([{ message: twice, row, attempts: 1 }]);
  });

  test("two messages for one row are nobody's", () => {
    expect(matchSentLog([unbound(1), unbound(2)], [row])).toEqual([]);
  });
});

describe("readSentRows", () => {
  const page = (from: number) =>
    [0, 1].map((i) => ({
      id: `${from + i}`,
      to: null,
      text: null,
      status: "sent",
      failedReason: null,
      createdAt: new Date(Date.UTC(2026, 10, 16, 10, from + i)).toISOString(),
    }));
  const since = new Date("2026-11-16T10:05:00Z");

  test.each([
    ["newest first", (n: number) => page(18 - 2 * n).toReversed(), [1, 2, 3, 4, 5]],
    ["oldest first", (n: number) => page(2 * n), [1, 8, 7, 6, 5]],
  ])("a log with the %s is read from its young end, five pages at most", async (_, pageOf, wanted) => {
    const read: number[] = [];
    const found = await readSentRows(async (n) => {
      read.push(n);
      return { kind: "log", messages: pageOf(n), lastPage: 8 };
    }, since);
    expect(read).toEqual(wanted);
    expect(Array.isArray(found) && found.map(({ id }) => Number(id)).includes(16)).toBe(true);
  });

  test("stops where it gets too old", async () => {
    const read: number[] = [];
    await readSentRows(async (n) => {
      read.push(n);
      return { kind: "log", messages: page(10 - 3 * n).toReversed(), lastPage: 8 };
    }, since);
    expect(read).toEqual([1, 2]);
  });
});
