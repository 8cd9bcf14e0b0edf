import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CunnektFault } from "../../simulator/world/switches.ts";
import { metaText, rossi } from "./graph-bodies.ts";
import { DELAY, type Harness, jsonOf, SECRETS, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const reply = "/api/v1/whatsapp/replymessage";
const notify = "/v1/sendnotification";
const template = { components: [{ type: "body", parameters: [{ type: "text", text: "Rossi" }] }] };
const notification = { mobile: rossi.slice(1), templateid: "bolletta_dopo_chiamata", template };
async function writes(order: object = { kind: "text", text: "È qui" }) {
  await harness.control("message", { customer: "customer-1", line: "cunnekt", ...order });
  await harness.sim.idle();
}
const passSteps = async (count: number) => {
  for (let step = 0; step < count; step += 1) await harness.pass(DELAY);
};
const told = () => harness.received.map(({ body }) => body);

it("takes a template by its documented call, and tells how far it got", async () => {
  const answer = await harness.cunnekt(notify, notification);
  expect(await jsonOf(answer)).toEqual({
    status: "success",
    messages: [{ id: expect.stringMatching(/^wamid\./) }],
  });
  await passSteps(3);
  expect(harness.sim.world.customers[0]!.chat).toMatchObject([{ line: "cunnekt", status: 4 }]);
  expect(told().map((body) => body.entry[0].changes[0].value.statuses[0].status)).toEqual([
    "sent",
    "delivered",
    "read",
  ]);
});

it("replies inside the window only, in Meta's shape", async () => {
  const closed = await harness.cunnekt(reply, metaText());
  expect([closed.status, (await jsonOf(closed)).error.code]).toEqual([400, 131047]);
  await writes();
  expect(await jsonOf(await harness.cunnekt(reply, metaText()))).toMatchObject({
    messaging_product: "whatsapp",
    contacts: [{ input: rossi }],
    messages: [{ id: expect.any(String) }],
  });
});

it("takes both calls of its own base address too, where `npm run dev` sends the product", async () => {
  await writes();
  expect((await harness.cunnekt("/replymessage", metaText())).status).toBe(200);
  expect((await harness.cunnekt("/sendnotification", notification)).status).toBe(200);
});

it("takes the older path, with a bearer too", async () => {
  await writes();
  const headers = { authorization: `Bearer ${SECRETS.cunnekt.apiKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ to: rossi, type: "text", message: "Buongiorno" });
  const answer = await fetch(`${harness.sim.cunnektUrl}/v1/messages`, { method: "POST", headers, body });
  expect(await jsonOf(answer)).toMatchObject({ success: true, data: { id: expect.any(String) } });
});

describe("webhooks", () => {
  it.each([
    [
      "envelope",
      {
        object: "whatsapp_business_account",
        entry: [{ changes: [{ value: { messages: [{ text: { body: "È qui" } }] } }] }],
      },
    ],
    [
      "value",
      { messaging_product: "whatsapp", messages: [{ text: { body: "È qui" }, from: "393331002001" }] },
    ],
    ["event", { event: "message.received", data: { from: "393331002001", type: "text", text: "È qui" } }],
  ])("come as %s, with the token in the address and nowhere on the page", async (cunnektShape, body) => {
    await harness.control("switch", { cunnektShape });
    await writes();
    const [{ path, query }] = harness.received as [(typeof harness.received)[number]];
    expect([path, query.get("action"), query.get("token")]).toEqual([
      "/api/cunnekt-whatsapp",
      "webhook",
      SECRETS.cunnekt.webhookToken,
    ]);
    expect(told()).toMatchObject([body]);
    expect(JSON.stringify(harness.sim.world.posts)).not.toContain(
      encodeURIComponent(SECRETS.cunnekt.webhookToken),
    );
  });

  it("bring a file by a link that is open", async () => {
    await writes({ kind: "photo" });
    const { image } = told()[0].entry[0].changes[0].value.messages[0];
    expect((await fetch(image.url)).headers.get("content-type")).toBe("image/jpeg");
  });
});

const faults: [CunnektFault, number, number][] = [
  ["no-id", 200, 1],
  ["500-delivered", 500, 1],
  ["bad-key", 401, 0],
  ["html-502", 502, 0],
  ["fails-later", 200, 0],
];
it.each(faults)("%s answers %i and delivers %i", async (cunnektFault, status, count) => {
  await harness.control("switch", { cunnektFault });
  const answer = await harness.cunnekt(notify, notification);
  expect(answer.status).toBe(status);
  if (cunnektFault === "no-id") expect(await answer.text()).not.toContain("wamid");
  await passSteps(3);
  expect(harness.sim.world.customers[0]!.chat).toHaveLength(count);
});

it("refuses another key, and a body without a number", async () => {
  expect((await harness.cunnekt(notify, notification, "another")).status).toBe(401);
  expect((await harness.cunnekt(notify, { ...notification, mobile: "" })).status).toBe(400);
});
