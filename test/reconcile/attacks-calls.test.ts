import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, phone } from "../support/calls.ts";
import type { Product } from "../support/product.ts";
import { cloudtalkList, row } from "./cloudtalk-list.ts";
import { minute, type Stage, stage } from "./stage.ts";

/** What an attack on reconciliation found, one case each. */
let s: Stage;
let product: Product;
beforeEach(async () => {
  s = await stage();
  ({ product } = s);
});
afterEach(() => product.close());

describe("a webhook without the call's id, after the call was found", () => {
  const uuid = "00000000-0000-4000-8000-0000000000aa";
  let ended: Date;
  beforeEach(async () => {
    const list = cloudtalkList(product);
    list.pages = [[]];
    await s.tick();
    await s.shift(minute);
    ended = await product.db.now();
    const time = ended.toISOString();
    list.pages = [
      [
        row({
          id: "777",
          public_external: phone(7).slice(1),
          started_at: new Date(ended.getTime() - 2 * minute).toISOString(),
          answered_at: time,
          ended_at: time,
          wrapup_time: 0,
        }),
      ],
    ];
    await s.shift(10 * minute);
    expect(await s.tick()).toMatchObject({ found: 1 });
    await product.postWasender(inbound(7, "ok, mando domani"));
    await s.shift(2 * minute);
  });
  const late = async (over: Record<string, unknown>) => {
    const answer = await product.postCloudtalk(endedCall(7, { call_id: undefined, ...over }));
    await product.afterResponses();
    await s.shift(minute);
    await s.tick();
    return answer.status;
  };
  const calls = () => product.db.sql`select * from cloudtalk_calls order by id`;

  test.each<[string, () => Record<string, unknown>]>([
    ["with its uuid only", () => ({ call_uuid: uuid })],
    [
      "with its times in UTC only",
      () => ({ started_at: new Date(ended.getTime() - 2 * minute), ended_at: ended }),
    ],
    ["with a time of its own zone", () => ({ ended_at: "2026-11-21 10:01:00" })],
    ["with nothing but its number", () => ({})],
  ])("%s is that call: one message", async (_, over) => {
    expect(await late(over())).toBe(200);
    expect(await late(over())).toBe(200);
    expect(await calls()).toHaveLength(1);
    expect(product.wasender.sends).toHaveLength(1);
  });

  test("is that call in every kind of body it comes", async () => {
    await late({ call_uuid: uuid });
    await late({ started_at: new Date(ended.getTime() - 2 * minute), ended_at: ended });
    await late({ call_uuid: uuid, recording_url: "https://example.test/1.mp3" });
    expect(await calls()).toMatchObject([{ cloudtalk_call_id: "777", cloudtalk_call_uuid: uuid }]);
    expect(product.wasender.sends).toHaveLength(1);
  });

  test("also days later, by its time", async () => {
    await s.shift(48 * 60 * minute);
    await late({ ended_at: ended });
    expect(await calls()).toHaveLength(1);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["another uuid", async () => [await late({ call_uuid: uuid }), await late({ call_uuid: `${uuid}b` })]],
    ["a call an hour later", async () => [await s.shift(60 * minute), await late({ call_uuid: uuid })]],
    [
      "the next call, once this one's webhook came",
      async () => [await late({ call_id: "777" }), await late({ call_uuid: uuid })],
    ],
  ])("%s is another call", async (_, then) => {
    await then();
    expect(await calls()).toHaveLength(2);
  });

  test("of two that were found it is neither", async () => {
    await product.db
      .sql`insert into cloudtalk_calls (workspace_id, contact_id, facts, ended, ended_heard_at, decision,
        should_send_code, should_send_reason)
      select workspace_id, contact_id, facts || '{"callId": "778"}', ended, ended_heard_at, decision, should_send_code,
        should_send_reason from cloudtalk_calls`;
    await late({ call_uuid: uuid });
    expect(await calls()).toHaveLength(3);
  });
});

describe("CloudTalk's list", () => {
  let asked: string[];
  let answer: (page: number) => Response;
  const page = (pageCount: number, data: object[] = []) =>
    HttpResponse.json({ responseData: { pageCount, data } });
  const call = (n: number) =>
    row({ id: String(7_000 + n), public_external: phone(n).slice(1), wrapup_time: 0 });
  beforeEach(async () => {
    asked = [];
    answer = () => page(1);
    product.wasender.use(
      http.get("https://my.cloudtalk.io/api/calls/index.json", ({ request }) => {
        const query = new URL(request.url).searchParams;
        asked.push(query.get("page")!);
        return answer(Number(query.get("page")));
      }),
    );
    await s.tick();
    await s.shift(10 * minute);
    asked = [];
  });

  test("a page that is gone ends the window", async () => {
    answer = (n) => (n === 1 ? page(3, [call(1)]) : HttpResponse.json({}, { status: 404 }));
    await s.tick();
    await s.shift(10 * minute);
    await s.tick();
    expect(asked).toEqual(["1", "2", "1", "2"]);
    expect(await s.pass("calls")).toMatchObject({ last_error: null, window_page: null });
  });

  test("an empty page ends the window, whatever the count says", async () => {
    answer = () => page(1e9);
    await s.tick();
    expect(asked).toEqual(["1"]);
    expect(await s.pass("calls")).toMatchObject({ window_page: null, last_error: null });
  });

  test("no window has more than fifty pages", async () => {
    answer = (n) => page(1e9, [row({ id: String(n), ended_at: null })]);
    for (let i = 0; i < 10; i++) {
      await s.tick();
      await s.shift(minute);
    }
    expect(asked.at(-1)).toBe("50");
    await s.shift(10 * minute);
    await s.tick();
    expect(asked[50]).toBe("1");
  });

  test("a page that fails three times in a row, or is refused, makes the window begin again", async () => {
    answer = (n) => (n === 1 ? page(3, [call(1)]) : HttpResponse.json({}, { status: 500 }));
    for (let i = 0; i < 4; i++) {
      await s.tick();
      await s.shift(10 * minute);
    }
    expect(asked).toEqual(["1", "2", "2", "2", "1", "2"]);
    asked = [];
    answer = (n) => (n === 1 ? page(3, [call(1)]) : HttpResponse.json({}, { status: 400 }));
    for (let i = 0; i < 2; i++) {
      await s.tick();
      await s.shift(10 * minute);
    }
    expect(asked).toEqual(["2", "1", "2"]);
  });

  test.each([401, 429])(
    "a page that is answered %s is asked for again, as often as it takes",
    async (status) => {
      answer = (n) => (n === 1 ? page(3, [call(1)]) : HttpResponse.json({}, { status }));
      for (let i = 0; i < 5; i++) {
        await s.tick();
        await s.shift(10 * minute);
      }
      expect(asked).toEqual(["1", "2", "2", "2", "2", "2"]);
    },
  );

  test("an answer without end is cut, and told by its size only", async () => {
    answer = () => new HttpResponse(`{"responseData":{"data":["${phone(1).repeat(800_000)}"]}}`);
    await s.tick();
    expect(await s.pass("calls")).toMatchObject({ last_error_code: "unreadable" });
    expect((await s.pass("calls")).last_error).toMatch(
      /^CloudTalk's list of calls came as more than \d+ bytes that cannot be understood\.$/,
    );
  });

  test("what cannot be understood is not quoted", async () => {
    answer = () => new HttpResponse(`<p>${phone(1)}</p>`);
    await s.tick();
    expect([(await s.pass("calls")).last_error, ...s.said].join()).not.toContain(phone(1));
  });
});
