import { createHash, createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PHONE_NUMBER_ID } from "../../simulator/graph/account.ts";
import { messages, metaMessage, metaText, opens, values } from "./graph-bodies.ts";
import { DELAY, type Harness, jsonOf, SECRETS, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const turn = () => new Promise((resolve) => setImmediate(resolve));
const meta = (order: object) => harness.control("meta", order);

describe("a webhook", () => {
  it("is signed over bytes in which nothing is but ASCII", async () => {
    await opens(harness, { text: "Perché non c'è più? 👍" });
    const { raw, headers, body } = harness.received[0]!;
    expect(raw).toContain("Perch\\u00e9 non c'\\u00e8 pi\\u00f9? \\ud83d\\udc4d");
    const hmac = createHmac("sha256", SECRETS.meta.appSecret).update(raw).digest("hex");
    expect(headers.get("x-hub-signature-256")).toBe(`sha256=${hmac}`);
    expect(body).toMatchObject({
      object: "whatsapp_business_account",
      entry: [{ id: "200000000000002", changes: [{ field: "messages" }] }],
    });
    expect(body.entry[0].changes[0].value).toMatchObject({
      messaging_product: "whatsapp",
      contacts: [{ profile: { name: "Azienda Agricola Rossi" }, wa_id: "393331002001" }],
      messages: [{ from: "393331002001", type: "text", text: { body: "Perché non c'è più? 👍" } }],
    });
  });

  it("comes again, ever more rarely, while it is not answered with 200, and not for ever", async () => {
    harness.answer.status = 500;
    await opens(harness);
    const { attempts } = harness.sim.world.posts[0]!;
    for (const [n, gap] of [2000, 10_000, 60_000, 600_000, 3_600_000].entries()) {
      // The next is planned once this one was answered, and posted a turn after its time.
      await turn();
      await harness.pass(gap - 1);
      expect(attempts).toHaveLength(n + 1);
      harness.clock.advance(1);
      await turn();
      await harness.sim.idle();
    }
    await turn();
    await harness.pass(86_400_000);
    expect(harness.received).toHaveLength(6);
    harness.answer.status = 200;
    await opens(harness);
    await harness.pass(60_000);
    expect(harness.received).toHaveLength(7);
  });

  it("does not come where the app is not subscribed", async () => {
    const apps = "/200000000000002/subscribed_apps";
    await harness.graph(apps, undefined, { method: "DELETE" });
    expect((await jsonOf(await harness.graph(apps))).data).toEqual([]);
    await opens(harness);
    expect(harness.received).toEqual([]);
  });
});

it("shakes hands when told to, and says whether the challenge came back", async () => {
  expect(await jsonOf(await meta({ do: "handshake" }))).toEqual({ status: 200, isRight: true });
  const { path, query } = harness.received[0]!;
  expect([path, query.get("hub.mode"), query.get("hub.verify_token")]).toEqual([
    "/api/whatsapp/webhooks/meta",
    "subscribe",
    SECRETS.meta.verifyToken,
  ]);
});

const news: [string, object, string, object][] = [
  [
    "a preference",
    { do: "preference", customer: "customer-1", marketing: "stop" },
    "user_preferences",
    { user_preferences: [{ value: "stop", category: "marketing_messages", timestamp: expect.any(Number) }] },
  ],
  [
    "a drop of quality",
    { do: "number-quality", quality: "RED" },
    "phone_number_quality_update",
    { event: "FLAGGED", current_limit: "TIER_250" },
  ],
  ["a restriction", { do: "account" }, "account_update", { event: "ACCOUNT_RESTRICTION" }],
  ["an error of no message", { do: "error", code: 131049 }, "messages", { errors: [{ code: 131049 }] }],
  [
    "a paused template",
    { do: "template-status", template: "hello_world", status: "PAUSED" },
    "message_template_status_update",
    { event: "PAUSED", message_template_name: "hello_world", message_template_id: expect.any(Number) },
  ],
  [
    "a warning about a category",
    { do: "template-category", template: "hello_world", category: "MARKETING", warning: true },
    "template_category_update",
    { new_category: "UTILITY", correct_category: "MARKETING" },
  ],
  [
    "a new category",
    { do: "template-category", template: "hello_world", category: "MARKETING" },
    "template_category_update",
    { previous_category: "UTILITY", new_category: "MARKETING" },
  ],
  [
    "a template's quality",
    { do: "template-quality", template: "hello_world", quality: "RED" },
    "message_template_quality_update",
    { previous_quality_score: "UNKNOWN", new_quality_score: "RED" },
  ],
  [
    "a new number",
    { do: "new-number", customer: "customer-1", phone: "+393331009999" },
    "messages",
    {
      messages: [
        {
          type: "system",
          from: "393331002001",
          system: { type: "user_changed_number", wa_id: "393331009999" },
        },
      ],
    },
  ],
];
it.each(news)("tells of %s", async (_what, order, field, value) => {
  expect((await meta(order)).status).toBe(200);
  await harness.sim.idle();
  expect(values(harness, field)).toMatchObject([value]);
});

it("tells of a call on WhatsApp: connect, then terminate with how long it was", async () => {
  await meta({ do: "ring", customer: "customer-1", answered: true, talkingSeconds: 61 });
  await harness.pass(DELAY);
  const calls = values(harness, "calls").flatMap((value) => value.calls);
  expect(calls).toMatchObject([
    { event: "connect", from: "393331002001", direction: "USER_INITIATED" },
    { event: "terminate", status: "COMPLETED", duration: 61 },
  ]);
  expect(calls[0].id).toBe(calls[1].id);
});

describe("files", () => {
  const download = (url: string, token = SECRETS.meta.accessToken) =>
    fetch(url, { headers: { authorization: `Bearer ${token}` } });

  it("a customer's is had by its id, with the token, for five minutes, and its hash is right", async () => {
    await opens(harness, { kind: "pdf", fileName: "ottobre.pdf" });
    const { document } = values(harness)[0].messages[0];
    expect(document).toMatchObject({ filename: "ottobre.pdf", mime_type: "application/pdf" });
    const node = await jsonOf(await harness.graph(`/${document.id}?phone_number_id=${PHONE_NUMBER_ID}`));
    expect(node).toMatchObject({
      id: document.id,
      mime_type: "application/pdf",
      messaging_product: "whatsapp",
    });
    const bytes = Buffer.from(await (await download(node.url)).arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(node.sha256);
    expect(Buffer.from(document.sha256, "base64").toString("hex")).toBe(node.sha256);
    expect((await download(node.url, "another")).status).toBe(401);
    await harness.pass(5 * 60_000);
    expect((await download(node.url)).status).toBe(404);
  });

  it("ours is uploaded, sent by its id, and is on the phone", async () => {
    await opens(harness);
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set(
      "file",
      new File([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00])], "foto.jpg", { type: "image/jpeg" }),
    );
    const headers = { authorization: `Bearer ${SECRETS.meta.accessToken}` };
    const upload = { method: "POST", headers, body: form };
    const { id } = await jsonOf(await harness.graph(`/${PHONE_NUMBER_ID}/media`, undefined, upload));
    await harness.graph(messages, metaMessage("image", { id, caption: "Ecco" }));
    await harness.pass(DELAY);
    await harness.pass(DELAY);
    const bubble = harness.sim.world.customers[0]!.chat.at(-1)!;
    expect(bubble).toMatchObject({ kind: "photo", text: "Ecco" });
    const shown = await fetch(`${harness.sim.url}/files/${encodeURIComponent(bubble.id)}`);
    expect([...new Uint8Array(await shown.arrayBuffer())]).toEqual([0xff, 0xd8, 0xff, 0xe0, 0x00]);
    expect((await harness.graph(messages, metaMessage("image", { id: "4711" }))).status).toBe(400);
    expect(JSON.stringify(harness.sim.world.requests)).not.toContain(SECRETS.meta.accessToken);
  });
});

it("says what a doctor asks: number, token, subscriptions", async () => {
  const fields =
    "display_phone_number,verified_name,quality_rating,status,whatsapp_business_manager_messaging_limit";
  expect(await jsonOf(await harness.graph(`/${PHONE_NUMBER_ID}?fields=${fields}`))).toEqual({
    id: PHONE_NUMBER_ID,
    display_phone_number: "+390299990001",
    verified_name: "Greengen Group",
    quality_rating: "GREEN",
    status: "CONNECTED",
    whatsapp_business_manager_messaging_limit: "TIER_2K",
  });
  const { accessToken, appSecret } = SECRETS.meta;
  const token = await jsonOf(await harness.graph(`/debug_token?input_token=${accessToken}`));
  expect(token.data).toMatchObject({ type: "SYSTEM_USER", is_valid: true, expires_at: 0 });
  expect((await jsonOf(await harness.graph("/debug_token?input_token=x"))).data.is_valid).toBe(false);
  const app = { headers: { authorization: `Bearer ${token.data.app_id}|${appSecret}` } };
  const told = await jsonOf(await harness.graph(`/${token.data.app_id}/subscriptions`, undefined, app));
  expect(told.data[0].callback_url).toMatch(/\/api\/whatsapp\/webhooks\/meta$/);
  expect((await harness.graph("/4711")).status).toBe(400);
  expect((await harness.graph(messages, metaText(), { headers: {} })).status).toBe(401);
});
