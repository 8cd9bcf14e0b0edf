import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitingFor } from "../../simulator/story/waiting-for.ts";
import { type Harness, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ minIntervalMs: 60_000 });
});
afterEach(() => harness.close());

const story = () => harness.sim.world.story!;
const states = () => story().steps.map((step) => step.state);
const guest = () => harness.sim.world.customers.find((customer) => customer.id === story().customerId)!;

async function untilMessageIsWanted() {
  expect((await harness.control("story")).status).toBe(200);
  await harness.sim.world.until(() => states()[1] === "running");
}

it("plays the whole job for a stranger: call, message, read, answer, bill", async () => {
  await untilMessageIsWanted();
  expect(harness.received[0]!.body.external_number).toBe(guest().phone.slice(1));
  expect(waitingFor(harness.sim.world)).toEqual({ code: "wait_product" });

  await harness.send({ to: guest().phone, text: "Buongiorno, sono Samuela" });
  expect(waitingFor(harness.sim.world)).toEqual({ code: "wait_on_its_way" });
  await harness.passUntil(() => story().state !== "running");

  expect(states()).toEqual(["done", "done", "done", "done", "done"]);
  expect(story().state).toBe("done");
  expect(guest().chat.map(({ from, kind, text, fileName }) => [from, kind, text || fileName])).toEqual([
    ["business", "text", "Buongiorno, sono Samuela"],
    ["customer", "text", "Buongiorno, le mando la bolletta stasera"],
    ["customer", "pdf", "bolletta.pdf"],
  ]);
  expect(harness.events("messages.update").at(-1).data.update.status).toBe(4);
});

it("shows the slot it waits for", async () => {
  await harness.send();
  await untilMessageIsWanted();
  const at = harness.sim.world.sends[0]!.acceptedAt + 60_000;
  expect(waitingFor(harness.sim.world)).toEqual({ code: "wait_slot", at });
  await harness.control("switch", { sessionDown: true });
  expect(waitingFor(harness.sim.world)).toEqual({ code: "wait_session" });
});

describe("what goes wrong", () => {
  it("names the product's answer when it refuses the call", async () => {
    harness.answer.status = 401;
    await harness.control("story");
    await harness.passUntil(() => story().state === "failed");
    expect(story().steps[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("401") });
    expect(states().slice(1)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
  });

  it("gives up when nothing comes", async () => {
    await untilMessageIsWanted();
    await harness.pass(15 * 60_000);
    await harness.passUntil(() => story().state === "failed");
    expect(story().steps[1]!.reason).toBe("reason_nothing_came");
  });

  it("says that the provider took it back", async () => {
    await untilMessageIsWanted();
    await harness.control("switch", { fault: "fails-later" });
    await harness.send({ to: guest().phone, text: "Buongiorno" });
    await harness.passUntil(() => story().state === "failed");
    expect(story().steps[1]!.reason).toBe("reason_failed_later");
  });

  it("names the answer to the reply", async () => {
    await untilMessageIsWanted();
    await harness.send({ to: guest().phone, text: "Buongiorno" });
    await harness.passUntil(() => states()[3] === "running");
    harness.answer.status = 500;
    await harness.passUntil(() => story().state === "failed");
    expect(story().steps[3]).toMatchObject({ state: "failed", reason: expect.stringContaining("500") });
  });
});

it("plays one at a time, and stops when told to", async () => {
  await untilMessageIsWanted();
  const first = story().customerId;
  expect((await harness.control("story")).status).toBe(409);
  await harness.control("story/stop");
  expect(story().state).toBe("stopped");
  expect((await harness.control("story")).status).toBe(200);
  expect(story().customerId).not.toBe(first);
});
