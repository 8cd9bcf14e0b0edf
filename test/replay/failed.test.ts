import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Problem } from "../../lib/base/problem.ts";
import { fixture } from "../support/product.ts";
import { type Stage, stage } from "./harness.ts";

/** A delivery whose effect failed is tried again by a manager after what was wrong is mended. */
const hour = 3_600_000;
const answered = fixture("cloudtalk-call-ended-answered");
const nothing = { processed: 0, ignored: 0, duplicate: 0, rejected: 0, failed: 0, already: 0 };
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const newestEvent = async () => Number((await s.rows("webhook_requests")).at(-1).id);

describe("what failed", () => {
  const deadLetter = async () => {
    await s.breakCalls();
    await s.product.postCloudtalk(answered);
    for (let tries = 1; tries < 8; tries += 1) {
      await s.product.db.shiftClock(3 * hour);
      await s.product.tick();
    }
    const id = await newestEvent();
    expect(await s.event(id)).toMatchObject({
      outcome: "failed",
      tries: 8,
      dead_lettered_at: expect.any(Date),
    });
    return id;
  };

  test("eight times and was given up takes effect after the fix", async () => {
    const id = await deadLetter();
    await s.mendCalls();
    await s.product.db.shiftClock(24 * hour);
    expect(await s.product.tick()).toMatchObject({ retried: 0 });

    expect(await s.replay([id])).toMatchObject({ counts: { ...nothing, processed: 1 } });
    expect(await s.event(id)).toMatchObject({
      outcome: "processed",
      reason: null,
      tries: 9,
      replays: 1,
      dead_lettered_at: null,
      next_try_at: null,
      domain_values: null,
    });
    expect(await s.rows("whatsapp_messages")).toHaveLength(1);
  });

  test("and fails again stays failed, given up and in sight", async () => {
    const id = await deadLetter();
    expect(await s.replay([id])).toEqual({
      counts: { ...nothing, failed: 1 },
      reasons: { P0001: 1 },
      left: 0,
    });
    expect(await s.event(id)).toMatchObject({
      outcome: "failed",
      detail: "broken on purpose",
      tries: 9,
      dead_lettered_at: expect.any(Date),
    });
    expect(await s.product.db.sql`select * from cloudtalk_call_keys`).toEqual([]);
  });

  test("keeps the clock's eight tries, however often a person is impatient", async () => {
    await s.breakCalls();
    await s.product.postCloudtalk(answered);
    const id = await newestEvent();
    for (let n = 0; n < 10; n += 1) await s.replay([id]);
    expect(await s.event(id)).toMatchObject({ tries: 11, replays: 10, dead_lettered_at: null });
    await s.mendCalls();
    await s.product.db.shiftClock(61_000);
    expect(await s.product.tick()).toMatchObject({ retried: 1 });
    expect(await s.event(id)).toMatchObject({ outcome: "processed" });
  });

  test("for what was read of it wrongly is read anew", async () => {
    await s.breakCalls();
    await s.product.postCloudtalk(answered);
    const id = await newestEvent();
    await s.mendCalls();
    await s.product.db
      .sql`update webhook_requests set domain_values = '[{"type": "misread"}]' where id = ${id}`;
    await s.product.db.shiftClock(31_000);
    await s.product.tick();
    expect(await s.event(id)).toMatchObject({ outcome: "failed", detail: "unknown domain value misread" });

    expect(await s.replay([id])).toMatchObject({ counts: { ...nothing, processed: 1 } });
    expect(await s.rows("cloudtalk_calls")).toMatchObject([{ cloudtalk_call_id: answered.call_id }]);
  });

  test("is applied as it was read when it came, if it cannot be read any more", async () => {
    await s.breakCalls();
    await s.product.postCloudtalk(answered);
    const id = await newestEvent();
    await s.mendCalls();
    const report = await s.replay([id], {
      cloudtalk: () => {
        throw new Problem("unreadable", "Not any more.");
      },
    });
    expect(report).toMatchObject({ counts: { ...nothing, processed: 1 } });
    expect(await s.rows("cloudtalk_calls")).toMatchObject([{ cloudtalk_call_id: answered.call_id }]);
  });

  test("is applied as it was read when it came, if we found it ourselves: it is no webhook's body", async () => {
    await s.breakCalls();
    await s.product.postCloudtalk(answered);
    const id = await newestEvent();
    await s.mendCalls();
    await s.product.db
      .sql`update webhook_requests set origin = 'reconciled', body = '{"Cdr": {"id": "1"}}' where id = ${id}`;
    expect(await s.replay([id])).toMatchObject({ counts: { ...nothing, processed: 1 } });
    expect(await s.rows("cloudtalk_calls")).toMatchObject([{ cloudtalk_call_id: answered.call_id }]);
  });
});
