import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DELAY, type Harness, jsonOf, SECRETS, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

describe("POST /send-message", () => {
  it("takes a message as the documentation says: a number, the `to` as written, in progress", async () => {
    const response = await harness.send({ to: "393331002001", text: "Ciao" });
    expect(response.status).toBe(200);
    const data = { msgId: expect.any(Number), jid: "393331002001", status: "in_progress" };
    expect(await response.json()).toEqual({ success: true, data });
    expect(harness.sim.world.sends).toHaveLength(1);
  });

  const refused: [string, unknown, string | undefined, number, unknown][] = [
    ["a wrong key", {}, "no", 401, { success: false, message: "Invalid API key" }],
    [
      "nothing",
      {},
      undefined,
      422,
      {
        success: false,
        message: "Validation failed",
        errors: { to: ["The to field is required."], text: ["The text field is required."] },
      },
    ],
    [
      "words for a number",
      { to: "Rossi", text: "x" },
      undefined,
      422,
      expect.objectContaining({ errors: { to: ["The to field format is invalid."] } }),
    ],
    [
      "a number that is not on WhatsApp",
      { to: "+393331002404", text: "x" },
      undefined,
      422,
      { success: false, message: "The provided JID does not exist on WhatsApp." },
    ],
  ];
  it.each(refused)("refuses %s", async (_what, body, key, status, answer) => {
    const init = key ? { headers: { authorization: `Bearer ${key}` } } : {};
    const response = await harness.send(body, init);
    expect([response.status, await response.json()]).toEqual([status, answer]);
    expect(harness.sim.world.sends).toHaveLength(0);
  });

  it("keeps what every phone was sent, a stranger's too", async () => {
    await harness.send({ to: "+393490001122", text: "Ciao" });
    await harness.pass(3 * DELAY);
    const guest = harness.sim.world.customers.at(-1)!;
    expect(guest).toMatchObject({ phone: "+393490001122", isGuest: true });
    expect(guest.chat.map((message) => message.text)).toEqual(["Ciao"]);
  });
});

describe("its own limits", () => {
  it("refuses what comes too soon with 429, retry_after and no success field, and counts only what it took", async () => {
    await harness.close();
    harness = await startHarness({ minIntervalMs: 5000 });
    expect((await harness.send()).status).toBe(200);
    harness.clock.advance(3200);
    const early = await harness.send();
    expect(early.status).toBe(429);
    expect(early.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(await early.json()).toEqual({
      message: "You are on account protection mode. You can only send 1 message every 5 seconds.",
      retry_after: 2,
    });
    harness.clock.advance(1799);
    expect((await harness.send()).status).toBe(429);
    harness.clock.advance(1);
    expect((await harness.send()).status).toBe(200);
    expect(harness.sim.world.sends).toHaveLength(2);
  });

  it("caps a rolling day", async () => {
    await harness.close();
    harness = await startHarness({ dailyLimit: 2 });
    await harness.send();
    harness.clock.advance(3_600_000);
    await harness.send();
    const full = await harness.send();
    expect(full.status).toBe(429);
    expect(await full.json()).toMatchObject({ retry_after: 23 * 3600 });
    expect(full.headers.get("x-ratelimit-daily-limit")).toBe("2");
    harness.clock.advance(23 * 3_600_000);
    expect((await harness.send()).status).toBe(200);
  });
});

describe("after acceptance", () => {
  it("echoes, sends, delivers and reads, each a step later, signed and with the session's key", async () => {
    const { data } = await jsonOf(await harness.send());
    const info = async () => harness.api(`/messages/${data.msgId}/info`);
    const phone = harness.sim.world.customers[0]!;
    expect((await info()).status).toBe(404);

    await harness.pass(DELAY);
    expect(harness.events().map((body) => body.event)).toEqual(["messages.upsert"]);
    const [echo] = harness.events("messages.upsert")[0].data.messages;
    expect(echo).toMatchObject({
      key: {
        fromMe: true,
        remoteJid: "393331002001@s.whatsapp.net",
        id: expect.stringMatching(/^3EB0[0-9A-F]{18}$/),
      },
      messageBody: "Buongiorno",
      message: { extendedTextMessage: { text: "Buongiorno" } },
    });
    expect(phone.chat).toHaveLength(0);

    await harness.pass(DELAY);
    expect(harness.events("message.sent")[0].data).toMatchObject({
      success: true,
      key: { id: echo.key.id, remoteJid: "+393331002001" },
    });
    expect(await (await info()).json()).toMatchObject({
      success: true,
      data: { msgId: data.msgId, id: echo.key.id, status: 2, messageTimestamp: expect.any(String) },
    });

    await harness.pass(DELAY);
    expect(phone.chat).toHaveLength(1);
    await harness.pass(DELAY);
    const updates = harness.events("messages.update");
    expect(updates.map((body) => body.data.update.status)).toEqual([2, 3, 4]);
    expect(new Set(updates.map((body) => body.data.key.id))).toEqual(new Set([echo.key.id]));

    for (const delivery of harness.received) {
      expect(delivery.path).toBe("/api/whatsapp-webhook");
      expect(delivery.headers.get("x-webhook-signature")).toBe(SECRETS.whatsappWebhookSecret);
      expect(delivery.body.sessionId).toBe(SECRETS.whatsappToken);
    }
  });

  it("waits for the customer to read where nobody reads by themselves", async () => {
    await harness.control("switch", { autoRead: false });
    await harness.send();
    await harness.pass(10 * DELAY);
    expect(harness.events("messages.update").map((body) => body.data.update.status)).toEqual([2, 3]);
    await harness.control("message", { customer: "customer-1", kind: "read" });
    await harness.sim.idle();
    expect(harness.events("messages.update").at(-1).data.update.status).toBe(4);
  });

  it("echoes a customer under LID addressing by LID, with our own number as the sender", async () => {
    await harness.send({ to: "+393331002002", text: "Ciao" });
    await harness.pass(DELAY);
    const { key } = harness.events("messages.upsert")[0].data.messages[0];
    expect(key).toMatchObject({ remoteJid: "127735208846902@lid", senderPn: "390299990000@s.whatsapp.net" });
  });
});

describe("look-ups", () => {
  it.each([
    ["/status", 200, { status: "connected" }],
    [
      "/user",
      200,
      expect.objectContaining({ data: expect.objectContaining({ lid: "199990000111222@lid" }) }),
    ],
    [
      "/pn-from-lid/127735208846902%40lid",
      200,
      { success: true, data: { pn: "393331002002@s.whatsapp.net" } },
    ],
    [
      "/lid-from-pn/393331002002%40s.whatsapp.net",
      200,
      { success: true, data: { lid: "127735208846902@lid" } },
    ],
    ["/pn-from-lid/195308441270603%40lid", 404, { success: false, error: "LID not found or invalid." }],
    ["/pn-from-lid/1%40lid", 404, { success: false, error: "LID not found or invalid." }],
    ["/messages/1/info", 404, expect.objectContaining({ success: false })],
  ])("%s → %i", async (path, status, answer) => {
    const response = await harness.api(path);
    expect([response.status, await response.json()]).toEqual([status, answer]);
  });

  it("want the key", async () => {
    expect((await harness.api("/status", { key: "no" })).status).toBe(401);
    expect((await fetch(`${harness.sim.apiUrl}/status`)).status).toBe(401);
  });
});

it("records every request with its time and answer, and never the key", async () => {
  await harness.send({});
  const [request] = harness.sim.world.requests;
  expect(request).toMatchObject({
    method: "POST",
    path: "/send-message",
    status: 422,
    at: harness.clock.now(),
  });
  expect(JSON.stringify(harness.sim.world.requests)).not.toContain(SECRETS.whatsappToken);
});
