import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../simulator/world/switches.ts";
import { DELAY, type Harness, jsonOf, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const delivered = () => harness.sim.world.customers[0]!.chat.length;

describe("the switches", () => {
  const answers: [Fault, number, number][] = [
    ["none", 200, 1],
    ["429", 429, 0],
    ["500-delivered", 500, 1],
    ["fails-later", 200, 0],
    ["bad-key", 401, 0],
    ["html-502", 502, 0],
  ];
  it.each(answers)("%s answers %i and delivers %i", async (fault, status, count) => {
    await harness.control("switch", { fault });
    const response = await harness.send();
    expect(response.status).toBe(status);
    await harness.pass(3 * DELAY);
    await harness.pass(3 * DELAY);
    expect(delivered()).toBe(count);
    expect(harness.sim.world.switches.fault).toBe(fault);
  });

  it("429 has no success field; 502 is a page", async () => {
    await harness.control("switch", { fault: "429" });
    expect(await (await harness.send()).json()).toEqual({ message: expect.any(String), retry_after: 1 });
    await harness.control("switch", { fault: "html-502" });
    const page = await harness.send();
    expect(page.headers.get("content-type")).toContain("text/html");
    expect((await harness.api("/status")).status).toBe(502);
  });

  it("slow takes the message at once and answers after 3 s", async () => {
    await harness.control("switch", { fault: "slow" });
    const response = harness.send();
    await harness.sim.world.until((world) => world.sends.length === 1);
    expect(harness.sim.world.sendsInFlight).toBe(1);
    harness.clock.advance(3000);
    expect((await response).status).toBe(200);
    expect(harness.sim.world.mostSendsInFlight).toBe(1);
  });

  it("timeout delivers and never answers: the caller has to give up", async () => {
    await harness.control("switch", { fault: "timeout-delivered" });
    const giveUp = new AbortController();
    const response = harness.send(undefined, { signal: giveUp.signal }).catch((error: Error) => error.name);
    await harness.sim.world.until((world) => world.sends.length === 1);
    await harness.pass(DELAY);
    await harness.pass(DELAY);
    await harness.pass(DELAY);
    expect(delivered()).toBe(1);
    giveUp.abort();
    expect(await response).toBe("AbortError");
    await harness.sim.world.until((world) => world.requests[0]!.endedAt !== null);
    expect(harness.sim.world.requests[0]).toMatchObject({ status: null, note: "timeout" });
  });

  it("reset delivers and cuts the connection", async () => {
    await harness.control("switch", { fault: "reset-delivered" });
    const failure = await harness.send().catch((error: Error) => (error.cause as { code?: string }).code);
    expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(failure);
    expect(harness.sim.world.sends).toHaveLength(1);
    expect(harness.sim.world.requests[0]).toMatchObject({ status: null, note: "reset" });
  });

  it("fails-later says so with an event that names no message", async () => {
    await harness.control("switch", { fault: "fails-later" });
    const { data } = await jsonOf(await harness.send());
    await harness.pass(DELAY);
    expect(harness.events().map((body) => body.data)).toEqual([
      { success: false, error: "Failed to send message: Invalid number JID: +393331002001" },
    ]);
    expect((await harness.api(`/messages/${data.msgId}/info`)).status).toBe(404);
  });

  it("the next send only: other requests are left alone, and the switch goes off by itself", async () => {
    await harness.control("switch", { fault: "bad-key", faultOnce: true });
    expect((await harness.api("/status")).status).toBe(200);
    expect((await harness.send()).status).toBe(401);
    expect((await harness.send()).status).toBe(200);
    expect(harness.sim.world.switches).toMatchObject({ fault: "none", faultOnce: false });
  });
});

describe("session down", () => {
  it("refuses sends with the documented text, tells both changes, and replays what phones wrote", async () => {
    await harness.control("switch", { sessionDown: true });
    const refused = await harness.send();
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        success: false,
        message: "Your Whatsapp Session is not connected please connect your session first.",
      },
    ]);
    expect(await (await harness.api("/status")).json()).toEqual({ status: "disconnected" });
    await harness.control("message", { customer: "customer-1", kind: "text", text: "Ci siete?" });
    await harness.sim.idle();
    expect(harness.events().map((body) => body.event)).toEqual(["session.status"]);
    await harness.control("switch", { sessionDown: true });
    await harness.control("switch", { sessionDown: false });
    await harness.sim.idle();
    expect(harness.events("session.status").map((body) => body.data.status)).toEqual([
      "disconnected",
      "connected",
    ]);
    expect(harness.events("messages.received")[0].data.messages.messageBody).toBe("Ci siete?");
  });
});

describe("posting", () => {
  it("tries once more after a failure, and shows what was answered", async () => {
    harness.answer.status = 503;
    await harness.control("message", { customer: "customer-1", kind: "stop" });
    await harness.sim.idle();
    expect(harness.received).toHaveLength(2);
    harness.answer.status = 200;
    await harness.pass(2000);
    await harness.pass(60_000);
    expect(harness.received).toHaveLength(4);
    expect(harness.sim.world.posts[0]!.attempts.map((attempt) => attempt.status)).toEqual([503, 200]);
  });

  it("says why when nobody is there", async () => {
    harness.sim.setProductUrl("http://127.0.0.1:1");
    await harness.control("message", { customer: "customer-1", kind: "stop" });
    await harness.sim.idle();
    const [attempt] = harness.sim.world.posts[0]!.attempts;
    expect(attempt!.status).toBeNull();
    expect(attempt!.answer).not.toBe("");
  });
});
