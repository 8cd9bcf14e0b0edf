import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { metaSubject } from "../../conformance/subjects/meta.ts";
import { pdfFile } from "../../media/files.ts";
import { approveTemplate } from "../../support/approve-template.ts";
import { endedCall, phone } from "../../support/calls.ts";
import { createProduct, type Product } from "../../support/product.ts";
import { contact, delivered, graphError, message, numberId, textMessage, waId } from "./bodies.ts";

/** The main job with no number but Meta's: a call ends, the message leaves, its ticks and the bill come back. */
let product: Product;
let sends: { to: string; biz_opaque_callback_data: string }[];
let answer: () => Response;
const graph = "https://graph.facebook.com/v26.0";
const { META_WHATSAPP_APP_SECRET: secret, META_WHATSAPP_ACCESS_TOKEN: token } = metaSubject.env;

beforeEach(async () => {
  const env = { ...metaSubject.env, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  product = await createProduct(env, () => ({
    vendors: [cloudtalk, meta],
    resolveHost: async () => [{ address: "3ffe::1", family: 6 }],
  }));
  await approveTemplate(product);
  sends = [];
  answer = () => HttpResponse.json({ messages: [{ id: `wamid.OUT-${sends.length}` }] });
  product.wasender.use(
    http.post(`${graph}/${numberId}/messages`, async ({ request }) => {
      sends.push((await request.json()) as (typeof sends)[number]);
      return answer();
    }),
    http.get(`${graph}/4711`, () => HttpResponse.json({ url: "https://lookaside.fbsbx.com/file?mid=1" })),
    http.get("https://lookaside.fbsbx.com/file", ({ request }) =>
      request.headers.get("authorization") === `Bearer ${token}`
        ? new HttpResponse(pdfFile, { headers: { "content-type": "application/pdf" } })
        : new HttpResponse(null, { status: 401 }),
    ),
  );
});
afterEach(() => product.close());

async function post(value: object): Promise<Record<string, unknown>> {
  const body = JSON.stringify(delivered(value));
  const response = await product.doors.webhook.request("http://aftercall.test/api/whatsapp/webhooks/meta", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": signMeta(body, secret!) },
  });
  await product.afterResponses();
  return (await response.json()) as Record<string, unknown>;
}
const call = async (n: number) => {
  await product.postCloudtalk(endedCall(n));
  await product.afterResponses();
};
const followUps = () =>
  product.db.sql`select status, whatsapp_message_id, reason_code from whatsapp_messages
    where purpose = 'follow_up' order by id`;
const status = (id: string, word: string, over: object = {}) =>
  post({ statuses: [{ id, status: word, timestamp: "1795251600", recipient_id: waId(1), ...over }] });

test("the first start makes the environment's channel Meta's", async () => {
  await product.tick();
  expect(await product.db.sql`select vendor, account, state from channels`).toEqual([
    { vendor: "meta", account: numberId, state: "active" },
  ]);
});

test("a call ends, the message leaves, and its ticks are told by WhatsApp's id", async () => {
  await call(1);
  expect(sends).toMatchObject([
    { to: phone(1), biz_opaque_callback_data: expect.stringMatching(/^\d+\.1$/) },
  ]);
  expect(await followUps()).toMatchObject([{ status: "accepted", whatsapp_message_id: "wamid.OUT-1" }]);
  await status("wamid.OUT-1", "delivered");
  await status("wamid.OUT-1", "sent");
  await status("wamid.OUT-1", "read");
  expect(await followUps()).toMatchObject([{ status: "read" }]);
});

test("a status that overtakes the answer waits for nothing, and a lost answer is found by it", async () => {
  answer = () => HttpResponse.error();
  await call(1);
  expect(await followUps()).toMatchObject([{ status: "uncertain" }]);
  await status("wamid.X", "delivered", { biz_opaque_callback_data: sends[0]!.biz_opaque_callback_data });
  expect(await followUps()).toMatchObject([{ status: "delivered", whatsapp_message_id: "wamid.X" }]);
  expect(sends).toHaveLength(1);
});

test("a failure that is told later is shown with Meta's words", async () => {
  await call(1);
  const errors = [{ code: 131026, title: "Message undeliverable" }];
  await status("wamid.OUT-1", "failed", { errors });
  expect(
    await product.db.sql`select status, reason from whatsapp_messages where purpose = 'follow_up'`,
  ).toEqual([{ status: "failed", reason: "131026 Message undeliverable" }]);
});

test("a bill comes: the answer counts, and the file is fetched with the token", async () => {
  await call(1);
  const document = { id: "4711", mime_type: "application/pdf", filename: "bolletta.pdf" };
  const told = await post({ contacts: [contact(1)], messages: [message(1, "document", { document })] });
  expect(told).toMatchObject({ outcome: "processed" });
  expect(await product.db.sql`select electricity_bill_received as is_in from cloudtalk_calls`).toEqual([
    { is_in: true },
  ]);
  const [file] = await product.db.sql`select state, reason, mime_type from whatsapp_media`;
  expect(file).toMatchObject({ state: "stored", mime_type: "application/pdf" });
  expect(JSON.stringify(await product.db.sql`select * from webhook_requests`)).not.toContain(token);
});

test("a token that ends pauses the number until it is right again", async () => {
  answer = () => HttpResponse.json(graphError(190, "Session has expired"), { status: 401 });
  await call(1);
  expect(await product.db.sql`select state, pause_reason from channels`).toEqual([
    { state: "paused", pause_reason: "bad_key" },
  ]);
  expect(await followUps()).toMatchObject([{ status: "queued" }]);
});

test("somebody without a phone is known by their business-scoped id", async () => {
  const profile = { name: "Anna", username: "anna" };
  const { from: _, ...hidden } = textMessage(1, "Buongiorno", { from_user_id: "IT.1A2b" });
  await post({ contacts: [{ profile, user_id: "IT.1A2b" }], messages: [hidden] });
  const known = await product.db.sql`select kind, value from contact_identities order by kind`;
  expect(known).toEqual([
    { kind: "bsuid", value: "IT.1A2b" },
    { kind: "username", value: "anna" },
  ]);
  await post({
    contacts: [contact(1, { user_id: "IT.1A2b" })],
    messages: [textMessage(1, "Sono io", { id: "wamid.IN-2", from_user_id: "IT.1A2b" })],
  });
  const contacts = await product.db.sql`select distinct contact_id from whatsapp_messages`;
  expect(contacts).toHaveLength(1);
});
