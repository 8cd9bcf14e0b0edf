import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { matchSentLog } from "../../lib/work/reconcile/match-sent-log.ts";
import { readSentRows } from "../../lib/work/reconcile/read-sent-rows.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import type { Product } from "../support/product.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";
import { cloudtalkList } from "./cloudtalk-list.ts";
import { minute, type Stage, stage } from "./stage.ts";

/** What an attack on reconciliation found, one case each. */
let s: Stage;
let product: Product;
beforeEach(async () => {
  s = await stage();
  ({ product } = s);
});
afterEach(() => product.close());

const asks = () => product.db.sql`select * from whatsapp_messages where purpose = 'follow_up' order by id`;

describe("Wasender's log of sends", () => {
  let data: object[];
  let readLog: () => Promise<unknown>;
  beforeEach(() => {
    cloudtalkList(product).pages = [[]];
    data = [];
    readLog = async () => {};
    product.wasender.use(
      http.get(`${wasenderDoubleUrl}/whatsapp-sessions/12345/message-logs`, async () => {
        await readLog();
        return HttpResponse.json({ current_page: 1, data, last_page: 1 });
      }),
    );
  });
  /** A send whose answer was a 500. */
  async function uncertain(over: Record<string, unknown> = {}) {
    product.wasender.answerNext(() => HttpResponse.json({ message: "Server Error" }, { status: 500 }));
    await product.postCloudtalk(endedCall(1, over));
    await product.afterResponses();
    return (await asks()).at(-1)!;
  }
  const rowOf = (message: Record<string, unknown>, over: object = {}) => ({
    id: 58_000_999,
    to: phone(1),
    content: JSON.stringify({ text: message.body }),
    status: "sent",
    failed_reason: null,
    created_at: new Date((message.send_began_at as Date).getTime() + 1_000).toISOString(),
    ...over,
  });
  /** Two messages with one text to one number, minutes apart, come only without a cooldown. */
  const askSoonAgain = () => product.db
    .sql`insert into workspace_settings (workspace_id, kind, version, value)
    select id, 'cooldown', 1, '{"hours": 0}' from workspaces`;
  /** A is looked up and not there; the customer answers; B, the same text to the same number, is as uncertain. */
  async function twoAsks() {
    await askSoonAgain();
    await uncertain();
    await s.tick();
    await s.shift(minute);
    await product.postWasender(inbound(1, "sì, la mando"));
    await s.shift(4 * minute);
    return uncertain({ call_id: "123457" });
  }

  test("the row of a message that staff settled already is not another's", async () => {
    const b = await twoAsks();
    const staff = await product.db.createStaff({ role: "agent" });
    await staff.client.rpc("resolve_uncertain", { message: Number(b.id), decision: "sent" });
    data = [rowOf(b)];
    await s.shift(minute);
    await s.tick();
    expect(await asks()).toMatchObject([
      { status: "uncertain", provider_message_id: null },
      { status: "sent", provider_message_id: null },
    ]);
    expect(await s.reconciled()).toEqual([]);
  });

  test("the row of a message that is not due is not another's, however often one looks", async () => {
    const b = await twoAsks();
    await s.tick();
    data = [rowOf(b)];
    for (let i = 0; i < 12; i++) {
      await s.shift(80_000);
      await s.tick();
    }
    const both = await asks();
    expect(both.map(({ reconcile_tries }) => reconcile_tries >= 2)).toEqual([true, true]);
    expect(both).toMatchObject([
      { status: "uncertain", provider_message_id: null },
      { status: "uncertain", provider_message_id: null },
    ]);
    expect(await s.reconciled()).toEqual([]);
  });

  test("a row whose owner the log did not know when it was asked is not another's", async () => {
    await askSoonAgain();
    await uncertain();
    await product.postWasender(inbound(1, "sì, la mando"));
    await s.shift(minute);
    readLog = async () => {
      readLog = async () => {};
      data = [rowOf(await uncertain({ call_id: "123457" }))];
    };
    await s.tick();
    expect(await asks()).toMatchObject([{ status: "uncertain" }, { status: "uncertain" }]);
    expect(await s.reconciled()).toEqual([{ outcome: "ignored", reason: "may_be_another" }]);
  });

  test("two messages with a row each, far enough apart, are both settled", async () => {
    await askSoonAgain();
    const a = await uncertain();
    await product.postWasender(inbound(1, "sì, la mando"));
    await s.shift(20 * minute);
    const b = await uncertain({ call_id: "123457" });
    data = [rowOf(b), rowOf(a, { id: 58_000_998 })];
    await s.shift(minute);
    await s.tick();
    expect(await asks()).toMatchObject([
      { status: "sent", provider_message_id: "58000998" },
      { status: "sent", provider_message_id: "58000999" },
    ]);
  });

  async function twoAttempts() {
    const { id } = await uncertain();
    await s.shift(20 * minute);
    const staff = await product.db.createStaff({ role: "agent" });
    product.wasender.answerNext(() => HttpResponse.json({ message: "Server Error" }, { status: 500 }));
    await staff.client.rpc("resolve_uncertain", { message: Number(id), decision: "resend" });
    await s.tick();
    const attempts = await product.db.sql`select started_at from whatsapp_send_attempts order by attempt`;
    expect(attempts).toHaveLength(2);
    return (over: object[]) => {
      data = over.map((each, i) =>
        rowOf({ body: body, send_began_at: attempts[i]!.started_at }, { id: 58_000_101 + i, ...each }),
      );
    };
  }
  let body: unknown;
  const failed = { status: "failed", failed_reason: "x" };

  test.each([
    [
      "the failure of the first attempt fails nothing while the second may have arrived",
      [failed],
      "uncertain",
    ],
    ["the failure of both is one", [failed, failed], "failed"],
    ["the arrival of the first counts", [{}], "sent"],
    ["the arrival of the second counts", [failed, { status: "in_progress" }], "accepted"],
  ])("%s", async (_, rows, status) => {
    const logs = await twoAttempts();
    body = (await asks())[0]!.body;
    logs(rows);
    await s.shift(6 * minute);
    await s.tick();
    await s.shift(minute);
    expect(await asks()).toMatchObject([{ status }]);
    await product.postCloudtalk(endedCall(1, { call_id: "123456" }));
    await product.afterResponses();
    expect(product.wasender.sends).toHaveLength(status === "failed" ? 3 : 2);
  });

  test("a failure that was read before the second attempt began fails nothing", async () => {
    const message = await uncertain();
    await s.shift(minute);
    data = [rowOf(message, failed)];
    const staff = await product.db.createStaff({ role: "agent" });
    readLog = async () => {
      readLog = async () => {};
      product.wasender.answerNext(() => HttpResponse.json({ message: "Server Error" }, { status: 500 }));
      await staff.client.rpc("resolve_uncertain", { message: Number(message.id), decision: "resend" });
      await product.tick();
    };
    await s.tick();
    expect(await asks()).toMatchObject([{ status: "uncertain", attempt: 2 }]);
    expect(await s.reconciled()).toEqual([{ outcome: "ignored", reason: "may_be_another" }]);
  });

  test("a page of twenty long texts is read, and one that is too long tells no customer's number", async () => {
    const text = "Perché così è più bello. ".repeat(170).slice(0, 4_096);
    const others = Array.from({ length: 19 }, (_, i) =>
      rowOf({ body: text, send_began_at: new Date() }, { id: i + 1, to: "+393339999999" }),
    );
    data = [...others, rowOf(await uncertain())];
    await s.shift(minute);
    await s.tick();
    expect(await asks()).toMatchObject([{ status: "sent" }]);

    await askSoonAgain();
    await product.postWasender(inbound(1, "ok"));
    const b = await uncertain({ call_id: "123457" });
    data = [...others, rowOf(b), rowOf(b, { id: 2, content: text.repeat(300) })];
    await s.shift(6 * minute);
    await s.tick();
    expect(await s.pass("messages")).toMatchObject({
      last_error_code: "unreadable",
      last_error: "Wasender answered HTTP 200 with 1048576 bytes that cannot be understood.",
    });
    expect(s.said.filter((line) => line.includes("3339999999"))).toEqual([]);
  });

  test("rows are matched one to one, and a row that comes twice while paging is one", () => {
    const message = {
      message: 1,
      providerMessageId: null,
      to: phone(1),
      text: "t",
      attempts: ["2026-11-21T09:00:00Z"],
      isRival: false,
    };
    const one = {
      id: "7",
      to: phone(1),
      text: "t",
      status: "sent",
      failedReason: null,
      createdAt: "2026-11-21T09:00:02Z",
    };
    expect(matchSentLog([message], [one, { ...one }])).toEqual([{ message, row: one, attempts: 1 }]);
    expect(matchSentLog([message], [one, { ...one, id: "8" }])).toEqual([]);
    const twice = { ...message, attempts: [...message.attempts, "2026-11-21T09:30:00Z"] };
    expect(matchSentLog([twice], [{ ...one, status: "failed" }])).toEqual([]);
    expect(matchSentLog([twice], [one, { ...one, id: "8", status: "failed" }])).toMatchObject([
      { row: { id: "7" } },
    ]);
    // Both rows are the first attempt's: the second has none.
    expect(
      matchSentLog(
        [twice],
        ["7", "8"].map((id) => ({ ...one, id, status: "failed" })),
      ),
    ).toEqual([]);
    // The other row is another message's for certain.
    const known = { ...message, message: 2, providerMessageId: "8", attempts: [], isRival: true };
    expect(matchSentLog([message, known], [one, { ...one, id: "8" }])).toMatchObject([{ row: { id: "7" } }]);
  });

  test.each([50_000_000, 1e10, 10_001, 0, 2.5, Number.NaN])(
    "a last_page of %s is no number of pages",
    async (lastPage) => {
      const read: number[] = [];
      await readSentRows(async (page) => {
        read.push(page);
        return { kind: "log", messages: [], lastPage };
      }, new Date());
      expect(read).toEqual([1]);
    },
  );
});
