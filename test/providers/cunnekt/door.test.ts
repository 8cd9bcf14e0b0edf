import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { cunnekt } from "../../../lib/vendors/cunnekt/vendor.ts";
import { cunnektSubject, webhookToken } from "../../conformance/subjects/cunnekt.ts";
import { createProduct, type Product } from "../../support/product.ts";
import { contact, delivered, textMessage, waId } from "../meta/bodies.ts";
import { received } from "./bodies.ts";

/** What a stranger, or a broken Cunnekt, may post to its address. */
const megabyte = 1024 * 1024;
const door = "http://aftercall.test/api/cunnekt-whatsapp";
let product: Product;
beforeAll(async () => {
  const env = { ...cunnektSubject.env, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  product = await createProduct(env, () => ({ vendors: [cloudtalk, cunnekt] }));
});
beforeEach(async () => {
  for (const table of ["whatsapp_statuses", "whatsapp_messages", "attention", "webhook_requests"])
    await product.db.sql`delete from ${product.db.sql(table)}`;
});
afterAll(() => product.close());

const post = async (body: string, query = `action=webhook&token=${webhookToken}`, headers: object = {}) => {
  const response = await product.doors.webhook.request(`${door}?${query}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  await product.afterResponses();
  return response.status;
};
const kept = () => product.db.sql`select outcome, reason, raw_body from webhook_requests order by id`;
const bodies = async () =>
  (await product.db.sql`select body from whatsapp_messages order by id`).map(({ body }) => body);

test.each([
  ["no token", "action=webhook", 401],
  ["an empty one", "action=webhook&token=", 401],
  ["a wrong one", "action=webhook&token=another", 401],
  ["the start of it", `action=webhook&token=${webhookToken.slice(0, -1)}`, 401],
  ["more than it", `action=webhook&token=${webhookToken}x`, 401],
  ["another action", `action=send&token=${webhookToken}`, 400],
  ["no action, which means a webhook", `token=${webhookToken}`, 200],
])("%s", async (_what, query, status) => {
  expect(await post(JSON.stringify(received(1, "Ciao")), query)).toBe(status);
  expect(await bodies()).toEqual(status === 200 ? ["Ciao"] : []);
  expect(await kept()).toHaveLength(status === 200 ? 1 : 0);
});

test.each([
  ["no JSON", "{", 400],
  ["not an object", "[1]", 422],
  ["none of its shapes", '{"a":1}', 422],
])("unreadable (%s) is refused, and kept", async (_what, body, status) => {
  expect(await post(body)).toBe(status);
  expect(await kept()).toMatchObject([{ outcome: "rejected", raw_body: body }]);
});

test("two thousand statuses in just under 3 MB are taken", { timeout: 60_000 }, async () => {
  const statuses = Array.from({ length: 2_000 }, (_, n) => ({
    ...{ id: `wamid.${String(n).padStart(48, "0")}`, status: "read", timestamp: "1795251600" },
    recipient_id: waId(n % 50),
    padding: "p".repeat(1_250),
  }));
  expect(await post(JSON.stringify(delivered({ statuses })))).toBe(200);
  expect(await product.db.sql`select count(*)::int as n from whatsapp_statuses`).toEqual([{ n: 2_000 }]);
});

test("larger than the limit is 413 and in sight; a stranger's is 401", async () => {
  const huge = JSON.stringify({ entry: [], padding: "x".repeat(4 * megabyte) });
  expect(await post(huge, "action=webhook&token=another", { "content-length": String(huge.length) })).toBe(
    401,
  );
  expect(await kept()).toEqual([]);
  expect(await post(huge)).toBe(413);
  expect(await kept()).toMatchObject([{ outcome: "rejected", reason: "body_too_large" }]);
  expect(await product.db.sql`select kind from attention`).toEqual([{ kind: "body_too_large" }]);
});

test("told again in another shape it is the same message, and a broken element loses only itself", async () => {
  const one = textMessage(1, "Ciao", { id: "wamid.TWICE-1" });
  const messages = [
    null,
    { type: "text" },
    one,
    textMessage(2, "Salve", { id: "wamid.TWICE-2" }),
    { ...one, id: 7 },
  ];
  await post(JSON.stringify(received(1, "Ciao", { messageId: "wamid.TWICE-1" })));
  expect(await post(JSON.stringify(delivered({ contacts: [contact(1), 3], messages })))).toBe(200);
  expect(await post(JSON.stringify({ contacts: [contact(2)], messages: messages.slice(2, 4) }))).toBe(200);
  expect(await bodies()).toEqual(["Ciao", "Salve"]);
});
