import { afterEach, beforeEach, expect, test } from "vitest";
import { accepted, endedCall, type Kit, kit } from "../support/kit.ts";

/** A consent notice in the outbox: it belongs to no call, and goes to who said STOP. */
let k: Kit;
let contact: number;
beforeEach(async () => {
  k = await kit();
  await k.ct(endedCall(1));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, accepted);
  await k.sql`update contacts set opted_out_at = app.now()`;
  [{ id: contact }] = await k.sql<[{ id: number }]>`
    insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status,
      recipient, due_at, live_until, expires_at)
    select workspace_id, channel_id, conversation_id, contact_id, 'out', 'consent_notice', 'Va bene.', 'queued', recipient,
      app.now(), app.now() + interval '30 minutes', app.now() + interval '72 hours'
    from whatsapp_messages returning contact_id as id`;
  await k.shift(60_000);
});
afterEach(() => k.product.close());

const notice = async () =>
  (await k.sql`select * from whatsapp_messages where purpose = 'consent_notice'`)[0]!;

test("it leaves to a contact who opted out, and is foreseen", async () => {
  expect(await k.sql`select message_id from app.queue_forecast(${k.channel}, 5)`).toHaveLength(1);
  expect(await k.claim()).toMatchObject({ action: "claimed", message: { text: "Va bene." } });
});

test.for(["blocked_at", "erased_at"])("never to one with %s", async (column) => {
  await k.sql`update contacts set ${k.sql(column)} = app.now() where id = ${contact}`;
  expect(await k.claim()).toEqual({ action: "idle" });
});

test("not sent, it waits for its next turn and opens no ask; blocked meanwhile, it is skipped", async () => {
  for (const then of ["queued", "skipped"]) {
    const { message } = await k.claim();
    if (then === "skipped") await k.sql`update contacts set blocked_at = app.now()`;
    await k.settle(message.id, message.attempt, { kind: "not_sent", code: "rate_limited", message: "slow" });
    expect(await notice()).toMatchObject({ status: then, ask_open: false });
    await k.shift(120_000);
  }
});

test("its worker dies: uncertain, and nothing else is touched", async () => {
  const { message } = await k.claim();
  await k.shift(61_000);
  expect(await k.rpc("tick", {})).toMatchObject({ freed: 1, errors: [] });
  expect(await notice()).toMatchObject({ id: String(message.id), status: "uncertain" });
});

test("I12: it expires", async () => {
  await k.shift(72 * 3_600_000);
  expect(await k.rpc("tick", {})).toMatchObject({ expired: 1, errors: [] });
  expect(await notice()).toMatchObject({ status: "expired" });
});
