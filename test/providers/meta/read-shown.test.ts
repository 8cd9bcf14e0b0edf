import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { metaSubject } from "../../conformance/subjects/meta.ts";
import type { Staff } from "../../support/create-staff.ts";
import { createProduct, type Product } from "../../support/product.ts";
import { contact, delivered, numberId, textMessage } from "./bodies.ts";

/** Who opens a thread lets the customer see that they were read, and that an answer is being written. */
let product: Product;
let asked: { message_id?: string; status?: string; typing_indicator?: object }[];
let staff: Staff;
let id: number;

beforeEach(async () => {
  const env = { ...metaSubject.env, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  product = await createProduct(env, () => ({ vendors: [meta] }));
  asked = [];
  product.wasender.use(
    http.post(`https://graph.facebook.com/v26.0/${numberId}/messages`, async ({ request }) => {
      asked.push((await request.json()) as (typeof asked)[number]);
      return HttpResponse.json({ success: true });
    }),
  );
  await product.tick();
  staff = await product.db.createStaff({ role: "manager" });
  await comes("Buongiorno", "wamid.1");
  const [row] = await product.db.sql<[{ id: string }]>`select id from contacts`;
  id = Number(row.id);
});
afterEach(() => product.close());

async function comes(words: string, whatsappId: string): Promise<void> {
  const value = { contacts: [contact(1)], messages: [textMessage(1, words, { id: whatsappId })] };
  const body = JSON.stringify(delivered(value));
  const signature = signMeta(body, metaSubject.env.META_WHATSAPP_APP_SECRET!);
  await product.doors.webhook.request("http://aftercall.test/api/whatsapp/webhooks/meta", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": signature },
  });
  await product.afterResponses();
}
async function told(typing = false): Promise<unknown> {
  const { data, error } = await staff.client.rpc("read_to_show", { contact: id, typing });
  if (error) throw new Error(error.message);
  return data;
}

test("once a message, whoever opens it; typing again after a while", async () => {
  expect(await told()).toMatchObject({ whatsappId: "wamid.1" });
  expect(await told()).toBeNull();
  expect(await told(true)).toMatchObject({ whatsappId: "wamid.1" });
  expect(await told(true)).toBeNull();
  await product.db.shiftClock(21_000);
  expect(await told(true)).toMatchObject({ whatsappId: "wamid.1" });
  await comes("Ci siete?", "wamid.2");
  expect(await told()).toMatchObject({ whatsappId: "wamid.2" });
});

test("not where the number is set not to, nor where the vendor cannot", async () => {
  const [channel] = await product.db.sql<[{ id: string }]>`select id from channels`;
  const hide = await staff.client.rpc("set_channel_shows_read", { channel: channel.id, shown: false });
  expect(hide.error).toBeNull();
  expect(await told()).toBeNull();
  await staff.client.rpc("set_channel_shows_read", { channel: channel.id, shown: true });
  await product.db.sql`update channels set capabilities = capabilities - 'marksRead'`;
  expect(await told()).toBeNull();
});

test("the page asks Meta, and waits for nothing", async () => {
  const { showRead } = await import("../../../lib/outbox/show-read.ts");
  showRead(product.services, staff.client, id);
  await product.afterResponses();
  showRead(product.services, staff.client, id, true);
  await product.afterResponses();
  expect(asked).toEqual([
    { messaging_product: "whatsapp", status: "read", message_id: "wamid.1" },
    {
      messaging_product: "whatsapp",
      status: "read",
      message_id: "wamid.1",
      typing_indicator: { type: "text" },
    },
  ]);
  product.wasender.use(
    http.post(`https://graph.facebook.com/v26.0/${numberId}/messages`, () => HttpResponse.error()),
  );
  await comes("Ci siete?", "wamid.2");
  showRead(product.services, staff.client, id);
  await product.afterResponses();
});
