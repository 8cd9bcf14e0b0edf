import { parsePhoneNumberWithError } from "libphonenumber-js/max";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addGuest } from "../../simulator/world/add-guest.ts";
import { DELAY, type Harness, jsonOf, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

async function write(order: Record<string, unknown>) {
  const response = await harness.control("message", { customer: "customer-1", ...order });
  await harness.sim.idle();
  return { status: response.status, ...(await jsonOf(response)) };
}

const received = () => harness.events("messages.received").at(-1).data.messages;

it("seeds valid Italian mobiles, and draws guests nobody has met", () => {
  for (let count = 0; count < 50; count += 1) addGuest(harness.sim.world);
  const phones = harness.sim.world.customers.map((customer) => customer.phone);
  expect(new Set(phones).size).toBe(phones.length);
  for (const phone of phones) expect(parsePhoneNumberWithError(phone).getType()).toBe("MOBILE");
});

describe("what a customer writes", () => {
  const kinds: [string, Record<string, unknown>, string, object][] = [
    ["text", { kind: "text", text: "Va bene" }, "Va bene", { conversation: "Va bene" }],
    ["STOP", { kind: "stop" }, "STOP", { conversation: "STOP" }],
    [
      "a photo with its caption",
      { kind: "photo", text: "foto bolletta" },
      "foto bolletta",
      { imageMessage: expect.objectContaining({ caption: "foto bolletta", mimetype: "image/jpeg" }) },
    ],
    [
      "a PDF",
      { kind: "pdf", fileName: "ottobre.pdf" },
      "",
      { documentMessage: expect.objectContaining({ fileName: "ottobre.pdf", mimetype: "application/pdf" }) },
    ],
    ["a voice note", { kind: "voice" }, "", { audioMessage: expect.objectContaining({ ptt: true }) }],
  ];
  it.each(kinds)(
    "%s comes as upsert (array) and as received (object), one id",
    async (_what, order, body, message) => {
      const { id } = await write(order);
      expect(received()).toMatchObject({ key: { id, fromMe: false }, messageBody: body, message });
      const { messages } = harness.events("messages.upsert")[0].data;
      expect(messages).toHaveLength(1);
      expect(messages[0]).toMatchObject({ key: { id }, message, pushName: "Azienda Agricola Rossi" });
      const bubble = harness.sim.world.customers[0]!.chat[0];
      expect(bubble).toMatchObject({ id, from: "customer", status: 3 });
    },
  );

  it("comes once where the subscription holds messages.received only, and nothing else comes", async () => {
    await harness.control("switch", { receivedOnly: true });
    await write({ kind: "text", text: "Va bene" });
    await harness.send();
    await harness.pass(10 * DELAY);
    expect(harness.events().map((body) => body.event)).toEqual(["messages.received"]);
  });

  it("swipes on the message it answers", async () => {
    await harness.send();
    await harness.pass(DELAY);
    await harness.pass(DELAY);
    await harness.pass(DELAY);
    const ours = harness.sim.world.customers[0]!.chat[0]!;
    await write({ kind: "text", text: "Sì", quotes: ours.id });
    expect(received().message.extendedTextMessage).toEqual({
      text: "Sì",
      contextInfo: {
        stanzaId: ours.id,
        participant: "390299990000@s.whatsapp.net",
        quotedMessage: { extendedTextMessage: { text: "Buongiorno" } },
      },
    });
  });

  it("reacts: outer key ours, inner key theirs", async () => {
    expect((await write({ kind: "reaction", text: "👍" })).status).toBe(404);
    await harness.send();
    await harness.pass(3 * DELAY);
    const { id } = await write({ kind: "reaction", text: "👍" });
    const [reaction] = harness.events("messages.reaction")[0].data;
    expect(reaction).toMatchObject({
      key: { id, fromMe: true },
      reaction: { text: "👍", key: { fromMe: false } },
    });
    expect(harness.events("messages.received")).toHaveLength(0);
  });

  it("rewrites and takes back, under ids of their own", async () => {
    const { id } = await write({ kind: "text", text: "ottobre" });
    await write({ kind: "edit", target: id, text: "novembre" });
    expect(received()).toMatchObject({
      message: { protocolMessage: { key: { id }, type: 14, editedMessage: { conversation: "novembre" } } },
    });
    expect(received().key.id).not.toBe(id);
    await write({ kind: "delete", target: id });
    expect(received().message.protocolMessage).toMatchObject({ key: { id }, type: 0 });
    expect(harness.events("messages.delete")[0].data.keys[0].id).toBe(id);
  });
});

describe("how WhatsApp addresses people", () => {
  const ways: [string, object][] = [
    [
      "pn",
      { remoteJid: "393331002001@s.whatsapp.net", addressingMode: "pn", cleanedSenderPn: "393331002001" },
    ],
    ["lid", { remoteJid: "184620913377201@lid", addressingMode: "lid", cleanedSenderPn: "393331002001" }],
    [
      "lid-only",
      { remoteJid: "184620913377201@lid", addressingMode: "lid", senderPn: null, cleanedSenderPn: null },
    ],
  ];
  it.each(ways)("%s", async (addressing, key) => {
    await harness.control("customer", { customer: "+393331002001", addressing });
    await write({ kind: "text", text: "Chi siete?" });
    expect(received().key).toMatchObject({ ...key, senderLid: "184620913377201@lid" });
  });
});

it("shows on the phone what the product did not take", async () => {
  harness.answer.status = 500;
  await write({ kind: "text", text: "Va bene" });
  await harness.pass(2000);
  await harness.sim.world.until((world) => world.customers[0]!.chat[0]!.status === 0);
});
