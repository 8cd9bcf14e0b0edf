import { afterEach, expect, it } from "vitest";
import { messages, metaText, opens } from "./graph-bodies.ts";
import { DELAY, type Harness, jsonOf, startHarness } from "./harness.ts";

let harness: Harness;
afterEach(() => harness.close());

const parts = async (query: string) =>
  (await jsonOf(await fetch(`${harness.sim.url}/parts.json?${query}`))).parts;
const story = () => harness.sim.world.story!;

it("a phone has one chat with each of our numbers, and says which number it is", async () => {
  harness = await startHarness();
  await harness.send({ to: "+393331002001", text: "Da Wasender" });
  await opens(harness);
  await harness.graph(messages, metaText("Da Meta"));
  for (let step = 0; step < 3; step += 1) await harness.pass(DELAY);
  const shown = async (line: string) => {
    const { chat, lines } = await parts(`lang=it&customer=customer-1&line=${line}`);
    return [chat.includes("Da Wasender"), chat.includes("Da Meta"), /<p[^>]*>(\+\d+)/.exec(lines)?.[1]];
  };
  expect(await shown("wasender")).toEqual([true, false, "+390299990000"]);
  expect(await shown("meta")).toEqual([false, true, "+390299990001"]);
  const { lines } = await parts("lang=it&customer=customer-1&line=cunnekt");
  expect(lines).toContain("finestra chiusa");
  expect(lines).toMatch(/data-open="cunnekt" aria-pressed="true"/);
});

it("answers go where the chat was last, unless another number is named", async () => {
  harness = await startHarness();
  await opens(harness);
  await harness.control("message", { customer: "customer-1", kind: "text", text: "E ancora" });
  await harness.control("message", {
    customer: "customer-1",
    kind: "text",
    text: "Altrove",
    line: "wasender",
  });
  expect(harness.sim.world.customers[0]!.chat.map(({ line }) => line)).toEqual(["meta", "meta", "wasender"]);
});

it("plays the story on Meta: the customer writes first, where first contacts go elsewhere", async () => {
  harness = await startHarness();
  expect((await harness.control("story", { line: "meta" })).status).toBe(200);
  await harness.sim.world.until(() => story().steps.find(({ id }) => id === "message")?.state === "running");
  expect(harness.received.map(({ path }) => path)).toEqual([
    "/api/whatsapp/webhooks/meta",
    "/webhook/cloudtalk",
  ]);
  const guest = harness.sim.world.customers.find(({ id }) => id === story().customerId)!;
  await harness.graph(messages, metaText("Buongiorno, sono Samuela", { to: guest.phone }));
  await harness.passUntil(() => story().state !== "running");
  expect(story().steps.map(({ id, state }) => `${id} ${state}`)).toEqual(
    ["hello", "call", "message", "read", "reply", "bill"].map((id) => `${id} done`),
  );
  expect(new Set(guest.chat.map(({ line }) => line))).toEqual(new Set(["meta"]));
});

it("plays it with a template where Meta is for first contacts, and says when it came elsewhere", async () => {
  harness = await startHarness({ firstContact: "meta" });
  await harness.control("story", { line: "meta" });
  await harness.sim.world.until(() => story().steps[1]!.state === "running");
  expect(story().steps[0]!.id).toBe("call");
  const guest = harness.sim.world.customers.find(({ id }) => id === story().customerId)!;
  await harness.send({ to: guest.phone, text: "Da Wasender" });
  await harness.passUntil(() => story().state === "failed");
  expect(story().steps[1]!.reason).toBe("reason_elsewhere");
});

it("refuses a number that the product does not use, and any story beside a real vendor", async () => {
  harness = await startHarness({ cunnekt: undefined, cunnektIsReal: true });
  expect((await harness.control("story", { line: "cunnekt" })).status).toBe(409);
  expect((await jsonOf(await harness.control("story", {}))).error.code).toBe("cunnekt_is_real");
  expect((await harness.cunnekt("/messages", {}, "key")).status).toBe(401);
});
