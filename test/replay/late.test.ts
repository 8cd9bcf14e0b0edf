import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, inbound } from "../support/calls.ts";
import { type Stage, stage } from "./harness.ts";

/** What is tried again late counts as heard when it came. */
const hour = 3_600_000;
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

describe("hours later", () => {
  const send = async () => {
    const [{ id }] = (await s.rows("channels")) as [{ id: string }];
    return dispatch(s.product.services, id, { mayWait: false });
  };

  test("a call of this morning is still followed up", async () => {
    const id = await s.rejectedOnce("cloudtalk", endedCall(1));
    await s.product.db.shiftClock(5 * hour);
    await s.replay([id]);
    expect(await send()).toMatchObject({ accepted: 1 });
  });

  test("a call of this morning waits for the hours, not for the night", async () => {
    const id = await s.rejectedOnce("cloudtalk", endedCall(1));
    await s.product.db.shiftClock(13 * hour);
    await s.replay([id]);
    expect(await send()).toMatchObject({ accepted: 0 });
    expect(await s.rows("whatsapp_messages")).toMatchObject([{ status: "queued" }]);
  });

  test("a call of four days ago is recorded, and its message expires in sight", async () => {
    const id = await s.rejectedOnce("cloudtalk", endedCall(1));
    await s.product.db.shiftClock(96 * hour);
    expect(await s.replay([id])).toMatchObject({ counts: { processed: 1 } });
    expect(await send()).toMatchObject({ accepted: 0 });
    expect(await s.rows("whatsapp_messages")).toMatchObject([{ status: "expired", reason_code: "expired" }]);
    expect(s.product.wasender.sends).toEqual([]);
  });

  test("a reply that came before the next ask is not taken for its answer", async () => {
    const id = await s.rejectedOnce("wasender", inbound(1, "ecco"));
    await s.product.db.shiftClock(hour);
    await s.product.postCloudtalk(endedCall(1));
    await send();
    await s.replay([id]);
    expect(await s.rows("cloudtalk_calls")).toMatchObject([{ electricity_bill_received: false }]);
  });

  test("an old word about the connection does not overrule a newer one", async () => {
    const id = await s.rejectedOnce("wasender", { event: "session.status", data: { status: "logged_out" } });
    await s.product.db.shiftClock(hour);
    await s.product.postWasender({ event: "session.status", data: { status: "connected" } });
    expect(await s.replay([id])).toMatchObject({ counts: { ignored: 1 } });
    expect(await s.rows("channels")).toMatchObject([{ state: "active", connection_status: "connected" }]);
  });
});

test("what is tried again late counts as of when it was written, and arrived when it came", async () => {
  const late = inbound(1, "ecco") as { data: { messages: Record<string, unknown> } };
  late.data.messages.messageTimestamp = Math.floor(((await s.product.db.now()).valueOf() - 3 * hour) / 1000);
  const id = await s.rejectedOnce("wasender", late);
  await s.product.db.shiftClock(2 * hour);
  await s.replay([id]);
  const [row] = await s.product.db.sql`
    select extract(epoch from created_at - written_at) as late, created_at < app.now() - interval '1 hour' as is_receipt
    from whatsapp_messages where direction = 'in'`;
  expect(Number(row!.late) / 3600).toBeCloseTo(3, 1);
  expect(row!.is_receipt).toBe(true);
});
