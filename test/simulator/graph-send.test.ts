import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MetaFault } from "../../simulator/world/switches.ts";
import { messages, metaMessage, metaText, opens, rossi, statuses, values } from "./graph-bodies.ts";
import { DELAY, type Harness, jsonOf, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const send = (body: unknown = metaText()) => harness.graph(messages, body);
const chat = () => harness.sim.world.customers[0]!.chat;
const passSteps = async (count: number) => {
  for (let step = 0; step < count; step += 1) await harness.pass(DELAY);
};
const codeOf = async (response: Response) => [response.status, (await jsonOf(response)).error.code];
const template = (name: string, components: object[] = [], language = "it") =>
  metaMessage("template", { name, language: { code: language }, components });
const body = (...words: string[]) => ({
  type: "body",
  parameters: words.map((text) => ({ type: "text", text })),
});

it("answers as the published examples do, and tells sent, delivered and read with our reference", async () => {
  await opens(harness);
  const response = await send(metaText("Perché no?", { biz_opaque_callback_data: "17.1" }));
  expect(response.headers.get("facebook-api-version")).toBe("v26.0");
  expect(await response.json()).toEqual({
    messaging_product: "whatsapp",
    contacts: [{ input: rossi, wa_id: "393331002001" }],
    messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/]+=*$/) }],
  });
  await passSteps(3);
  expect(statuses(harness)).toEqual(["sent", "delivered", "read"]);
  expect(values(harness).at(-1)).toMatchObject({
    metadata: { phone_number_id: "100000000000001" },
    contacts: [{ wa_id: "393331002001", user_id: expect.stringMatching(/^IT\.\d+$/) }],
    statuses: [
      { recipient_id: "393331002001", biz_opaque_callback_data: "17.1", pricing: { category: "service" } },
    ],
  });
  expect(chat().at(-1)).toMatchObject({ line: "meta", from: "business", text: "Perché no?", status: 4 });
});

describe("the window of 24 hours", () => {
  it("is closed until the person writes, and again a day after; templates may always go", async () => {
    expect(await codeOf(await send())).toEqual([400, 131047]);
    expect((await send(template("bolletta_dopo_chiamata", [body("Rossi")]))).status).toBe(200);
    await opens(harness);
    expect((await send()).status).toBe(200);
    await harness.pass(86_400_000);
    expect(await codeOf(await send())).toEqual([400, 131047]);
  });

  it("may be told by a status instead", async () => {
    await harness.control("switch", { metaClosedLater: true });
    expect((await send()).status).toBe(200);
    await passSteps(1);
    expect(values(harness).at(-1).statuses[0]).toMatchObject({
      status: "failed",
      errors: [{ code: 131047 }],
    });
    expect(chat()).toHaveLength(0);
  });

  it("opens with a call too", async () => {
    await harness.control("meta", { do: "ring", customer: "customer-1" });
    expect((await send()).status).toBe(200);
  });
});

describe("templates", () => {
  it.each([
    ["nobody_wrote_it", [], 404, 132001],
    ["bolletta_dopo_chiamata", [], 400, 132000],
    ["bolletta_promemoria", [body("Rossi")], 400, 132012],
  ])("%s with %j is refused with %i, code %i", async (name, components, status, code) => {
    expect(await codeOf(await send(template(name, components)))).toEqual([status, code]);
  });

  it.each([
    ["PAUSED", 132015],
    ["DISABLED", 132016],
    ["REJECTED", 132001],
  ] as const)("%s may not be sent: %i", async (status, code) => {
    await harness.control("meta", { do: "template-status", template: "hello_world", status });
    expect((await codeOf(await send(template("hello_world", [], "en_US"))))[1]).toBe(code);
  });

  it("shows the words on the phone, and what was tapped comes back as a button", async () => {
    const parameter = { type: "text", parameter_name: "nome", text: "Rossi" };
    await send(template("bolletta_promemoria", [{ type: "body", parameters: [parameter] }]));
    await passSteps(2);
    expect(chat()[0]!.text).toMatch(/^Buongiorno Rossi, per finire/);
    await harness.control("message", { customer: "customer-1", kind: "tap", choice: "La mando ora" });
    await harness.sim.idle();
    expect(values(harness).at(-1).messages[0]).toMatchObject({
      type: "button",
      button: { payload: "La mando ora", text: "La mando ora" },
      context: { id: chat()[0]!.id },
    });
  });

  it("are dropped without a word when a phone stays off longer than they live", async () => {
    await harness.control("customer", { customer: "customer-1", isPhoneOff: true });
    await send(template("bolletta_dopo_chiamata", [body("Rossi")]));
    await send(
      template("bolletta_promemoria", [
        { type: "body", parameters: [{ parameter_name: "nome", text: "R" }] },
      ]),
    );
    await passSteps(3);
    await harness.pass(13 * 3_600_000);
    await harness.control("customer", { customer: "customer-1", isPhoneOff: false });
    await harness.sim.idle();
    expect(chat().map(({ text }) => text.slice(0, 12))).toEqual(["Buongiorno R"]);
    expect(statuses(harness)).toEqual(["sent", "sent", "delivered"]);
  });
});

describe("the switches", () => {
  const refused: [MetaFault, number, number][] = [
    ["rate", 400, 130429],
    ["pair", 400, 131056],
    ["spam", 400, 131048],
    ["payment", 400, 131042],
    ["unavailable", 500, 131016],
    ["bad-token", 401, 190],
  ];
  it.each(refused)(
    "%s refuses with %i, code %i, and only the next where that is wished",
    async (metaFault, status, code) => {
      await opens(harness);
      await harness.control("switch", { metaFault, metaFaultOnce: true });
      expect(await codeOf(await send())).toEqual([status, code]);
      expect((await send()).status).toBe(200);
    },
  );

  const later: [MetaFault, string[]][] = [
    ["fails-later", ["failed"]],
    ["fails-then-delivered", ["failed", "delivered", "read"]],
    ["expires", ["sent"]],
    ["held-dropped", ["failed"]],
    ["held", ["sent", "delivered", "read"]],
    ["500-delivered", ["sent", "delivered", "read"]],
  ];
  it.each(later)("%s tells %j", async (metaFault, told) => {
    await harness.control("switch", { metaFault });
    const response = await send(template("bolletta_dopo_chiamata", [body("Rossi")]));
    const [message] = (await jsonOf(response)).messages ?? [{}];
    const isHeld = metaFault.startsWith("held");
    expect(message.message_status).toBe(isHeld ? "held_for_quality_assessment" : undefined);
    await passSteps(9);
    expect(statuses(harness)).toEqual(told);
  });

  it("holds statuses back, and tells them newest first", async () => {
    await opens(harness);
    await harness.control("switch", { metaNewestFirst: true });
    await send();
    await passSteps(5);
    expect(statuses(harness)).toEqual(["read", "delivered", "sent"]);
    expect(values(harness).at(-1).statuses).toHaveLength(3);
  });

  it("tells everything again after a moment, and a day later", async () => {
    await harness.control("switch", { metaTwice: true });
    await opens(harness);
    await passSteps(3);
    await harness.pass(86_400_000);
    const ids = values(harness).map((value) => value.messages[0].id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
  });

  it("keeps Meta's pace where it is switched on: bursts of 45 to one person, then one in six seconds", async () => {
    await opens(harness);
    await harness.control("switch", { metaLimits: true });
    const sendMany = (count: number) => Promise.all(Array.from({ length: count }, () => send()));
    const answers = await sendMany(46);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(45);
    expect(await codeOf(answers.find(({ status }) => status !== 200)!)).toEqual([400, 131056]);
    await harness.pass(6000);
    expect((await send()).status).toBe(200);
  });

  it("serves an older version where it is wished, or where it knows none", async () => {
    const served = async (version: string) =>
      (await fetch(`${harness.sim.graphUrl}/${version}/1`)).headers.get("facebook-api-version");
    expect(await served("v27.0")).toBe("v21.0");
    await harness.control("switch", { metaOldVersion: true });
    expect(await served("v26.0")).toBe("v21.0");
  });
});

it("marks as read, with typing, and knows nothing of another message", async () => {
  const id = await opens(harness);
  const mark = { messaging_product: "whatsapp", status: "read", message_id: id };
  const typing = { ...mark, typing_indicator: { type: "text" } };
  expect(await jsonOf(await send(typing))).toEqual({ success: true });
  expect(chat()[0]!.status).toBe(4);
  expect(harness.sim.world.meta.typing?.customerId).toBe("customer-1");
  expect(await codeOf(await send({ ...mark, message_id: "wamid.X" }))).toEqual([400, 100]);
});

it("shows buttons and lists, and says what was tapped", async () => {
  await opens(harness);
  const buttons = [{ type: "reply", reply: { id: "yes", title: "Sì" } }];
  await send(metaMessage("interactive", { type: "button", body: { text: "Va bene?" }, action: { buttons } }));
  const rows = [{ id: "gas", title: "Gas", description: "La bolletta del gas" }];
  const action = { button: "Scegli", sections: [{ rows }] };
  await send(metaMessage("interactive", { type: "list", body: { text: "Quale?" }, action }));
  await passSteps(2);
  for (const [choice, at] of [
    ["yes", 1],
    ["gas", 2],
  ] as const) {
    await harness.control("message", { customer: "customer-1", kind: "tap", target: chat()[at]!.id, choice });
    await harness.sim.idle();
  }
  const tapped = values(harness)
    .flatMap((value) => value.messages ?? [])
    .filter(({ type }) => type === "interactive");
  expect(tapped.map(({ interactive }) => interactive)).toEqual([
    { type: "button_reply", button_reply: { id: "yes", title: "Sì" } },
    { type: "list_reply", list_reply: rows[0] },
  ]);
});

it("reaches somebody without a phone by their business-scoped id, and puts our reaction on their message", async () => {
  await harness.control("customer", { customer: "customer-1", addressing: "lid-only" });
  const id = await opens(harness);
  const [value] = values(harness);
  expect([value.messages[0].from, value.contacts[0].wa_id]).toEqual([undefined, undefined]);
  const recipient = value.messages[0].from_user_id;
  const { to: _, ...toId } = metaMessage("reaction", { message_id: id, emoji: "👍" }, { recipient });
  expect((await jsonOf(await send(toId))).contacts).toEqual([{ input: recipient, user_id: recipient }]);
  await passSteps(1);
  expect(chat()).toMatchObject([{ reaction: "👍" }]);
  expect(values(harness).at(-1).statuses[0]).not.toHaveProperty("recipient_id");
});
