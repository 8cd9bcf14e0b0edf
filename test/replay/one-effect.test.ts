import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { fixture } from "../support/product.ts";
import { type Stage, stage } from "./harness.ts";

/** However often, however many at once: what is tried again has one effect. */
const answered = fixture("cloudtalk-call-ended-answered");
const nothing = { processed: 0, ignored: 0, duplicate: 0, rejected: 0, failed: 0, already: 0 };
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const newestEvent = async () => Number((await s.rows("webhook_requests")).at(-1).id);

describe("one effect", () => {
  test("of twenty presses at once", async () => {
    const id = await s.rejectedOnce("cloudtalk", answered);
    const reports = await Promise.all(Array.from({ length: 20 }, () => s.replay([id])));
    expect(reports.map(({ counts }) => counts.processed).filter(Boolean)).toEqual([1]);
    expect(reports.map(({ counts }) => counts.already).filter(Boolean)).toHaveLength(19);
    expect(await s.event(id)).toMatchObject({ outcome: "processed", replays: 1 });
    expect(await s.rows("cloudtalk_calls")).toHaveLength(1);
    expect(await s.rows("whatsapp_messages")).toHaveLength(1);
  });

  test("of presses, redeliveries and the clock, all at once", async () => {
    await s.breakCalls();
    await s.product.postCloudtalk(answered);
    const failed = await newestEvent();
    const rejected = await s.rejectedOnce("cloudtalk", answered);
    await s.mendCalls();
    await s.product.db.shiftClock(31_000);
    const works = Array.from({ length: 6 }, () => [
      s.replay([failed, rejected]),
      s.product.postCloudtalk(answered),
      s.product.tick(),
    ]).flat();
    await Promise.all(works as Promise<unknown>[]);
    expect(await s.rows("cloudtalk_calls")).toHaveLength(1);
    expect(await s.rows("whatsapp_messages")).toHaveLength(1);
    const outcomes = (await s.rows("webhook_requests")).map(({ outcome }) => outcome).toSorted();
    expect(outcomes).toEqual([...Array<string>(7).fill("duplicate"), "processed"]);
  });

  test("pressed again later, it has been done", async () => {
    const id = await s.rejectedOnce("wasender", inbound(1, "ecco"));
    await s.replay([id]);
    const before = await s.event(id);
    expect(await s.replay([id, id])).toMatchObject({ counts: { ...nothing, already: 1 } });
    expect(await s.event(id)).toEqual(before);
    expect(await s.rows("whatsapp_messages")).toHaveLength(1);
  });
});

describe("many", () => {
  test("are tried oldest first, whatever order they were ticked in", async () => {
    const first = await s.rejectedOnce("cloudtalk", endedCall(1, { contact_name: "Prima" }));
    const second = await s.rejectedOnce("cloudtalk", endedCall(2, { external_number: phone(1).slice(1) }));
    await s.replay([second, first]);
    expect(await s.rows("cloudtalk_calls")).toMatchObject([
      { cloudtalk_call_id: "900000001", should_send: true },
      { cloudtalk_call_id: "900000002", should_send_code: "covered" },
    ]);
  });

  test("nudge the sender once a channel", async () => {
    await s.product.close();
    s = await stage(() => ({}));
    const ids = [];
    for (const n of [1, 2, 3]) ids.push(await s.rejectedOnce("cloudtalk", endedCall(n)));
    await s.replay(ids);
    await s.product.afterResponses();
    expect(s.product.wasender.sends).toHaveLength(3);
    expect(await s.rows("whatsapp_messages")).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: "accepted" })),
    );
  });

  test("that are stopped half way tell how many are left", async () => {
    let calls = 0;
    await s.product.close();
    s = await stage(({ db }) => ({
      background: () => {},
      supabaseFetch: async (input, init) => {
        if (String(input).endsWith("/replay_delivery") && ++calls > 3) throw new TypeError("fetch failed");
        return db.supabase.fetch(input, init);
      },
    }));
    const ids = [];
    for (let n = 0; n < 12; n += 1) ids.push(await s.rejectedOnce("cloudtalk", endedCall(n)));
    expect(await s.replay(ids)).toMatchObject({
      counts: { ...nothing, processed: 3 },
      left: 9,
    });
  });
});
