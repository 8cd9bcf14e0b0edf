import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, jsonOf, SECRETS, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

async function call(order: Record<string, unknown> = {}) {
  const response = await harness.control("call", { customer: "customer-1", ...order });
  await harness.sim.idle();
  return { status: response.status, ...(await jsonOf(response)) };
}

describe("by Workflow Automation", () => {
  it("posts flat strings with the secret in a header", async () => {
    const { callId } = await call();
    const [delivery] = harness.received;
    expect(delivery!.path).toBe("/webhook/cloudtalk");
    expect(delivery!.headers.get("x-webhook-secret")).toBe(SECRETS.cloudtalkWebhookSecret);
    expect(Object.values(delivery!.body).every((value) => typeof value === "string")).toBe(true);
    expect(delivery!.body).toMatchObject({
      call_id: String(callId),
      external_number: "393331002001",
      talking_time: "206",
      answered_at: "2026-11-16 10:56:34",
      ended_at: "2026-11-16 11:00:00",
      contact_name: "Azienda Agricola Rossi",
    });
  });

  it.each([
    [
      "missed",
      { talking_time: "0", answered_at: "", is_voicemail: "false", external_number: "393331002001" },
    ],
    ["voicemail", { talking_time: "206", is_voicemail: "true" }],
    ["withheld", { external_number: "", contact_name: "" }],
    ["landline", { external_number: "390721700123" }],
    ["internal", { external_number: "201", direction: "internal" }],
  ])("%s", async (outcome, body) => {
    await call({ outcome });
    expect(harness.received[0]!.body).toMatchObject(body);
  });
});

describe("by native webhook", () => {
  it("signs the raw bytes under svix names", async () => {
    await harness.close();
    harness = await startHarness({ now: Date.now });
    const { callId } = await call({ via: "native", talkingSeconds: 33 });
    const { raw, headers, body } = harness.received[0]!;
    const verified = new Webhook(SECRETS.cloudtalkSigningSecret).verify(raw, {
      "webhook-id": headers.get("svix-id")!,
      "webhook-timestamp": headers.get("svix-timestamp")!,
      "webhook-signature": headers.get("svix-signature")!,
    });
    expect(verified).toEqual(body);
    expect(body).toMatchObject({
      type: "call.ended",
      data: { call_id: callId, external_number: "+393331002001", talking_time: 33, duration: 45 },
    });
  });

  it("leaves a withheld number out", async () => {
    await call({ via: "native", outcome: "withheld" });
    expect(harness.received[0]!.body.data).not.toHaveProperty("external_number");
  });
});

describe("by VoiceAgent", () => {
  it("posts its result under `data`, the secret in the query and out of the log", async () => {
    await call({ via: "voiceagent", shouldSend: false });
    const [delivery] = harness.received;
    expect(delivery!.query.get("secret")).toBe(SECRETS.cloudtalkWebhookSecret);
    expect(delivery!.body.data).toMatchObject({ caller_number: "+393331002001", shouldSend: false });
    expect(harness.sim.world.posts[0]!.path).toBe("/webhook/cloudtalk");
  });

  it("tells more about the customer's last call", async () => {
    const first = await call();
    const second = await call({ via: "voiceagent", lastCall: true });
    expect(second.callId).toBe(first.callId);
    expect(harness.received[1]!.body.data.callId).toBe(harness.received[0]!.body.call_id);
  });
});

it("posts it twice: the same bytes, the same delivery", async () => {
  await call({ via: "native", twice: true });
  expect(harness.received).toHaveLength(2);
  expect(harness.received[0]!.raw).toBe(harness.received[1]!.raw);
  expect(harness.received[0]!.headers.get("svix-id")).toBe(harness.received[1]!.headers.get("svix-id"));
});

it("calls a number typed by hand, which gets a phone of its own", async () => {
  const { customer } = await call({ phone: "+393490001122" });
  expect(harness.sim.world.customers.at(-1)).toMatchObject({ id: customer, phone: "+393490001122" });
});

describe("orders that make no sense", () => {
  it.each([
    [{ outcome: "lost" }, 422],
    [{ talkingSeconds: -1 }, 422],
    [{ phone: "333" }, 422],
    [{ customer: "nobody" }, 404],
  ])("%j → %i", async (order, status) => {
    const answer = await call(order);
    expect(answer).toMatchObject({ status, error: { message: expect.any(String) } });
    expect(harness.received).toHaveLength(0);
  });
});

it("leaves seeded numbers alone while a real Wasender is connected", async () => {
  await harness.close();
  harness = await startHarness({ wasenderIsReal: true });
  expect((await call()).status).toBe(409);
  expect((await harness.control("story")).status).toBe(409);
  expect((await call({ phone: "+393490001122" })).status).toBe(200);
});
