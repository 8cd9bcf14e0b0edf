import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, fixture, type Product } from "../support/product.ts";

/** Several deliveries about one call, in whatever order they come. */
let product: Product;
beforeEach(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
});
afterEach(() => product.close());

const post = async (body: unknown) =>
  (await (await product.postCloudtalk(body)).json()) as { outcome: string };
const call = async (id: string) => {
  const [row] = await product.db.sql`select * from cloudtalk_calls where cloudtalk_call_id = ${id}`;
  return row!;
};
const messages = () => product.db.sql`select * from whatsapp_messages order by id`;

test("the same call from a workflow, twice, and signed: one message", async () => {
  expect(await post(endedCall(1))).toMatchObject({ outcome: "processed" });
  expect(await post(endedCall(1))).toMatchObject({ outcome: "duplicate" });
  await post({ event: "call-ended", call_id: 900_000_001, external_number: phone(1), talking_time: 120 });
  expect(await messages()).toHaveLength(1);
});

test("fifty deliveries of one call at once have one effect", async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(endedCall(1))));
  expect(answers.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
  expect(answers.filter(({ outcome }) => outcome === "duplicate")).toHaveLength(49);
  expect(await messages()).toHaveLength(1);
  const [{ first }] = await product.db.sql<
    [{ first: number }]
  >`select count(distinct duplicate_of)::int as first
    from webhook_requests where outcome = 'duplicate'`;
  expect(first).toBe(1);
});

test("whatever writes it, the database takes no second open ask of one contact", async () => {
  await post(endedCall(1));
  await expect(
    product.db
      .sql`insert into asks (workspace_id, contact_id, origin_kind, reason_to_write, code, reason, is_open)
      select workspace_id, contact_id, 'staff', 'called', 'asked', 'A second one.', true from asks`,
  ).rejects.toMatchObject({ code: "23505", constraint_name: "asks_one_open" });
  await expect(
    product.db.sql`insert into whatsapp_messages (
      workspace_id, channel_id, conversation_id, contact_id, direction, purpose, status, ask_open)
      select workspace_id, channel_id, conversation_id, contact_id, 'out', 'follow_up', 'sent', true from whatsapp_messages`,
  ).rejects.toMatchObject({ code: "23514", constraint_name: "whatsapp_messages_open_ask" });
});

test("twenty calls of one contact at once lead to one message, the rest are covered", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, i) => post(endedCall(1, { call_id: `c${i}` }))));
  const [asking] = await messages();
  const [{ covered }] = await product.db.sql<[{ covered: number }]>`select count(*)::int as covered
    from cloudtalk_calls where covered_by = ${asking?.call_id}`;
  expect([await messages(), covered]).toEqual([[asking], 19]);
});

test("a tag that comes later merges into the call and leaves its message alone", async () => {
  await post(fixture("cloudtalk-call-ended-answered"));
  await post(fixture("cloudtalk-call-modified-tags"));
  expect(await call("900000001")).toMatchObject({
    disposition: "Richiamare",
    talking_seconds: 206,
    should_send: true,
  });
  expect(await messages()).toMatchObject([{ status: "queued" }]);
});

test("facts that come before the end wait for it", async () => {
  await post(fixture("cloudtalk-call-modified-tags"));
  expect(await call("900000001")).toMatchObject({ should_send: false, should_send_code: "not_ended" });
  await post(fixture("cloudtalk-call-ended-answered"));
  expect(await call("900000001")).toMatchObject({ should_send: true });
  expect(await messages()).toHaveLength(1);
});

describe("shouldSend: false", () => {
  const refusal = {
    data: { callId: "900000001", caller_number: phone(1), shouldSend: false, reason: "non interessato" },
  };

  test("is obeyed when it comes first", async () => {
    await post(refusal);
    await post(endedCall(1));
    expect(await call("900000001")).toMatchObject({ should_send: false, should_send_code: "do_not_send" });
    expect(await messages()).toEqual([]);
  });

  test("is obeyed when it comes after, while the message waits", async () => {
    await post(endedCall(1));
    await post(refusal);
    expect(await call("900000001")).toMatchObject({
      should_send: false,
      should_send_code: "do_not_send",
      do_not_send: true,
    });
    expect(await messages()).toMatchObject([
      { status: "cancelled", reason_code: "do_not_send", ask_open: false },
    ]);
    await post(endedCall(1));
    expect(await messages()).toHaveLength(1);
  });

  test("is only recorded once the message left", async () => {
    await post(endedCall(1));
    await product.tick();
    await post(refusal);
    expect(await call("900000001")).toMatchObject({ should_send: true, do_not_send: true });
    expect(await messages()).toMatchObject([{ status: "accepted" }]);
  });

  test("hands the ask to the call that was covered by it", async () => {
    await post(endedCall(1));
    await post(endedCall(1, { call_id: "second" }));
    await post(refusal);
    expect(await call("second")).toMatchObject({ should_send: true, covered_by: null });
    expect(await messages()).toMatchObject([{ status: "cancelled" }, { status: "queued", ask_open: true }]);
  });
});

describe("a call without an id", () => {
  const anonymous = { event: "call-ended", external_number: phone(1), agent_id: "7", talking_time: "60" };

  test("is known by its number, times and agent", async () => {
    const timed = { ...anonymous, started_at: "2026-11-21 09:00:00", ended_at: "2026-11-21 09:01:00" };
    expect([(await post(timed)).outcome, (await post(timed)).outcome]).toEqual(["processed", "duplicate"]);
    expect((await post({ ...timed, ended_at: "2026-11-21 09:05:00" })).outcome).toBe("processed");
  });

  test("and without a time by its content, for one day, and is marked weak", async () => {
    expect([(await post(anonymous)).outcome, (await post(anonymous)).outcome]).toEqual([
      "processed",
      "duplicate",
    ]);
    await product.db.shiftClock(24 * 3_600_000);
    expect((await post(anonymous)).outcome).toBe("processed");
    const weak = await product.db.sql`select is_weakly_identified from cloudtalk_calls`;
    expect(weak).toEqual([{ is_weakly_identified: true }, { is_weakly_identified: true }]);
  });
});

describe("the text", () => {
  test("takes variables, with a fallback, and never reads a variable out of a value", async () => {
    await product.db
      .sql`update whatsapp_templates set body = 'Ciao {contact_name|cliente} da {agent_name} ({company|-})'`;
    await post(endedCall(1, { contact_name: "{company}", agent_name: "Sara" }));
    await post(endedCall(2, { contact_name: "" }));
    expect((await messages()).map(({ body }) => body)).toEqual([
      "Ciao {company} da Sara (-)",
      "Ciao cliente da  (-)",
    ]);
  });

  test.for(["Ciao {nome}", "Ciao {contact_name", "Ciao }", "", "{contact_name|{company}}"])(
    "refuses %j",
    async (body) => {
      await expect(product.db.sql`update whatsapp_templates set body = ${body}`).rejects.toThrow(
        "known_variables",
      );
    },
  );
});
