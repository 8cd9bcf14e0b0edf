import { describe, expect, it } from "vitest";
import { valuesOf } from "./values-of.ts";

const pn = "393330001001@s.whatsapp.net";
const lid = "180000000000101@lid";
const none = { type: "ignored", reason: "no_chat" };
/** Somebody wrote, and nothing tells who. */
const nobody = { ...none, look: "unknown_kind" };

function chatOf(key: Record<string, unknown>) {
  const messages = { key: { id: "3A01", ...key }, message: { conversation: "Ciao" } };
  const value = valuesOf({ event: "messages.upsert", data: { messages } })[0]!;
  return "chat" in value ? value.chat : value;
}

describe("who wrote to us", () => {
  it.each<[scenario: string, key: Record<string, unknown>, chat: object]>([
    ["a phone-number chat", { remoteJid: pn }, { phone: "+393330001001", lid: null }],
    [
      "its device suffix",
      { remoteJid: "393330001001:12@s.whatsapp.net" },
      { phone: "+393330001001", lid: null },
    ],
    [
      "its agent and device",
      { remoteJid: "393330001001_1:2@s.whatsapp.net" },
      { phone: "+393330001001", lid: null },
    ],
    ["a LID alone", { remoteJid: lid }, { phone: null, lid }],
    ["a LID's device suffix", { remoteJid: "180000000000101:3@lid" }, { phone: null, lid }],
    ["+E.164", { remoteJid: "+393330001001" }, { phone: "+393330001001", lid: null }],
    [
      "the cleaned number first",
      { remoteJid: "393330001002@s.whatsapp.net", cleanedSenderPn: "393330001001" },
      { phone: "+393330001001", lid: null },
    ],
    [
      "the SDK's spelling",
      { remoteJid: lid, cleanSenderPn: "393330001001" },
      { phone: "+393330001001", lid },
    ],
    [
      "a cleaned number as an integer",
      { remoteJid: lid, cleanedSenderPn: 393330001001 },
      { phone: "+393330001001", lid },
    ],
    [
      "a cleaned number with its plus",
      { remoteJid: lid, cleanedSenderPn: "+393330001001" },
      { phone: "+393330001001", lid },
    ],
    [
      "a cleaned number that is a JID",
      { remoteJid: lid, cleanedSenderPn: pn },
      { phone: "+393330001001", lid },
    ],
    ["senderPn", { remoteJid: lid, senderPn: pn }, { phone: "+393330001001", lid }],
    ["senderPn that is a LID", { remoteJid: lid, senderPn: lid }, { phone: null, lid }],
    [
      "senderPn before remoteJid",
      { remoteJid: "393330001002@s.whatsapp.net", senderPn: pn },
      { phone: "+393330001001", lid: null },
    ],
    ["senderPn without a server", { remoteJid: lid, senderPn: "393330001001" }, { phone: null, lid }],
    [
      "the cleaned number being nonsense",
      { remoteJid: lid, cleanedSenderPn: "12", senderPn: pn },
      { phone: "+393330001001", lid },
    ],
    ["the cleaned number being a LID", { remoteJid: lid, cleanedSenderPn: lid }, { phone: null, lid }],
    // The digits are a valid Italian mobile number: only the LID tells that they are none.
    [
      "the LID's own digits as cleaned number",
      { remoteJid: "393330001009@lid", cleanedSenderPn: "393330001009" },
      { phone: null, lid: "393330001009@lid" },
    ],
    [
      "the LID's own digits as senderPn",
      { remoteJid: pn, senderLid: "393330001009@lid", senderPn: "393330001009@s.whatsapp.net" },
      { phone: "+393330001001", lid: "393330001009@lid" },
    ],
    ["bare digits in remoteJid", { remoteJid: "393330001009" }, nobody],
    ["senderLid beside a phone", { remoteJid: pn, senderLid: lid }, { phone: "+393330001001", lid }],
    [
      "senderLid without a server",
      { remoteJid: pn, senderLid: "180000000000101" },
      { phone: "+393330001001", lid },
    ],
    ["senderLid that is a phone", { remoteJid: pn, senderLid: pn }, { phone: "+393330001001", lid: null }],
    [
      "the chat's LID before senderLid",
      { remoteJid: lid, senderLid: "180000000000999@lid" },
      { phone: null, lid },
    ],
    [
      "Baileys' second address: a phone",
      { remoteJid: lid, remoteJidAlt: pn },
      { phone: "+393330001001", lid },
    ],
    [
      "Baileys' second address: a LID",
      { remoteJid: pn, remoteJidAlt: "180000000000101:0@lid" },
      { phone: "+393330001001", lid },
    ],
    ["participantAlt", { remoteJid: lid, participantAlt: pn }, { phone: "+393330001001", lid }],
    [
      "a fixed line on WhatsApp Business",
      { remoteJid: "390299990000@s.whatsapp.net" },
      { phone: "+390299990000", lid: null },
    ],
    ["a foreign number", { remoteJid: "41791234567@s.whatsapp.net" }, { phone: "+41791234567", lid: null }],
    [
      "an Italian number that starts with 39 twice",
      { remoteJid: "393931234567@s.whatsapp.net" },
      { phone: "+393931234567", lid: null },
    ],
    [
      "a number that no phone library knows",
      { remoteJid: "3931234567@s.whatsapp.net" },
      { phone: "+3931234567", lid: null },
    ],
    [
      "Mexico with its old 1",
      { remoteJid: "5215512340001@s.whatsapp.net" },
      { phone: "+5215512340001", lid: null },
    ],
    [
      "Brazil without the ninth digit",
      { remoteJid: "551187654321:4@s.whatsapp.net" },
      { phone: "+551187654321", lid: null },
    ],
    ["Benin's old number", { remoteJid: "22997123456@s.whatsapp.net" }, { phone: "+22997123456", lid: null }],
    ["a hosted number", { remoteJid: "393330001001:99@hosted" }, { phone: "+393330001001", lid: null }],
    [
      "a hosted LID",
      { remoteJid: "180000000000101:99@hosted.lid" },
      { phone: null, lid: "180000000000101@lid" },
    ],
    [
      "an agent's suffix",
      { remoteJid: "393330001001_1:12@s.whatsapp.net" },
      { phone: "+393330001001", lid: null },
    ],
    ["digits that are no number", { remoteJid: "12345@s.whatsapp.net" }, nobody],
    ["a JID that is none", { remoteJid: "abc@s.whatsapp.net" }, nobody],
    ["a JID that is no text", { remoteJid: { user: "x" } }, nobody],
  ])("%s", (_scenario, key, chat) => expect(chatOf({ fromMe: false, ...key })).toEqual(chat));
});

describe("to whom we wrote", () => {
  const ours = {
    senderPn: "393330009999@s.whatsapp.net",
    cleanedSenderPn: "393330009999",
    cleanSenderPn: "393330009999",
    senderLid: "180000000009999@lid",
    participantAlt: "393330009999@s.whatsapp.net",
  };
  it.each<[scenario: string, key: Record<string, unknown>, chat: object]>([
    ["a phone chat", { remoteJid: pn }, { phone: "+393330001001", lid: null }],
    ["a LID chat: no phone is better than ours", { remoteJid: lid }, { phone: null, lid }],
    [
      "a LID chat with its second address",
      { remoteJid: lid, remoteJidAlt: pn },
      { phone: "+393330001001", lid },
    ],
    ["no chat: ours is none", {}, none],
  ])("%s", (_scenario, key, chat) => {
    for (const fromMe of [true, "true", 1]) expect(chatOf({ fromMe, ...ours, ...key })).toEqual(chat);
  });

  it("message.sent is ours even where its key forgets to say so", () => {
    const data = { key: { id: "3EB0", remoteJid: lid, ...ours }, message: { conversation: "Ciao" } };
    expect(valuesOf({ event: "message.sent", data })).toEqual([
      expect.objectContaining({ type: "echo", chat: { phone: null, lid } }),
    ]);
  });

  it("an echo says nothing of names, stops or evidence", () => {
    const data = {
      key: { id: "3EB0", remoteJid: pn, fromMe: true },
      message: { conversation: "STOP" },
      msgId: 7,
    };
    expect(valuesOf({ event: "messages.upsert", data })).toEqual([
      {
        type: "echo",
        whatsappId: "3EB0",
        providerMessageId: "7",
        chat: { phone: "+393330001001", lid: null },
        kind: "text",
        text: "STOP",
        media: null,
        providerTimestamp: null,
      },
    ]);
  });
});
