import { afterEach, beforeEach, expect, test } from "vitest";
import { inbound, type Kit, kit } from "../support/kit.ts";

/** One bad value of a delivery takes back no other, and is tried again by itself. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const several = (...texts: string[]) => {
  const messages = texts.map((text, n) => (inbound(n + 1, text, { id: `ID${n}` }) as Any).data.messages);
  return { event: "messages.upsert", data: { messages } };
};
// biome-ignore lint/suspicious/noExplicitAny: bodies
type Any = any;
const texts = async () =>
  (await k.sql`select body from whatsapp_messages where direction = 'in' order by id`).map(
    ({ body }) => body,
  );
const event = async () => (await k.sql`select * from webhook_requests order by id limit 1`)[0]!;

test("the others take effect at once, the bad one when it can", async () => {
  await k.sql.unsafe("alter table whatsapp_messages add constraint bad check (body <> 'bad')");
  const response = await k.product.postWasender(several("one", "bad", "three", "bad"));
  expect(response.status).toBe(503);
  expect(await texts()).toEqual(["one", "three"]);
  expect(await event()).toMatchObject({ outcome: "failed", reason: "23514" });
  expect((await event()).domain_values).toHaveLength(2);
  await k.shift(31_000);
  expect(await k.product.tick()).toMatchObject({ retried: 0 });
  expect((await event()).domain_values).toHaveLength(2);
  await k.sql.unsafe("alter table whatsapp_messages drop constraint bad");
  // The vendor delivers it again: what had its effect is a duplicate, the rest takes it.
  expect(await k.wa(several("one", "bad", "three", "bad"))).toMatchObject({ outcome: "processed" });
  expect(await texts()).toEqual(["one", "three", "bad", "bad"]);
  await k.shift(200_000);
  expect(await k.product.tick()).toMatchObject({ retried: 1 });
  expect(await event()).toMatchObject({ outcome: "duplicate", domain_values: null });
  expect(await texts()).toHaveLength(4);
});

test("of several that are tried again, those that can take effect do", async () => {
  await k.sql.unsafe("alter table whatsapp_messages add constraint bad check (direction <> 'in')");
  await k.product.postWasender(several("one", "bad", "three"));
  await k.sql.unsafe(`alter table whatsapp_messages drop constraint bad,
    add constraint bad check (body <> 'bad')`);
  await k.shift(31_000);
  await k.product.tick();
  expect(await texts()).toEqual(["one", "three"]);
  expect((await event()).domain_values).toHaveLength(1);
});
