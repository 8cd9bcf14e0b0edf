import { describe, expect, it } from "vitest";
import type { DomainValue } from "../../../lib/model/domain-value.ts";
import { valuesOf } from "./values-of.ts";

type Json = Record<string, unknown>;
const key = { id: "3A01", fromMe: false, remoteJid: "393330001001@s.whatsapp.net" };
const item = (more: Json = {}): Json => ({
  key,
  messageBody: "",
  message: { conversation: "Ciao" },
  ...more,
});
const received = (more: Json, event = "messages.received"): DomainValue =>
  valuesOf({ event, data: { messages: item(more) } })[0]!;
const long = (low: number, high = 0) => ({ low, high, unsigned: true });

describe("where the messages are", () => {
  it.each<[scenario: string, data: unknown]>([
    ["data.messages, an object", { messages: item() }],
    ["data.messages, an array", { messages: [item()] }],
    ["data itself, an object", item()],
    ["data itself, an array", [item()]],
    ["the key's fields lying flat", { messages: { ...key, message: { conversation: "Ciao" } } }],
    ["repeated id and remoteJid beside the key", { messages: item({ id: "OTHER", remoteJid: "x" }) }],
    ["the vendor's unified text alone", { messages: { key, messageBody: "Ciao" } }],
    ["a message that is a plain string", { messages: { key, message: "Ciao" } }],
  ])("%s", (_scenario, data) => {
    for (const event of ["messages.received", "messages-personal.received", "messages.upsert"]) {
      expect(valuesOf({ event, data })).toEqual([
        expect.objectContaining({
          type: "inbound_message",
          whatsappId: "3A01",
          chat: { phone: "+393330001001", lid: null },
          kind: "text",
          text: "Ciao",
          evidence: "reply",
        }),
      ]);
    }
  });

  it("a bad item never costs the good ones", () => {
    const good = item({ key: { ...key, id: "3A02" } });
    const bad = [
      null,
      7,
      "x",
      [],
      {},
      { key: null },
      { key: { id: "3A03" }, message: { conversation: "?" } },
    ];
    const values = valuesOf({ event: "messages.upsert", data: { messages: [...bad, good, item()] } });
    expect(values.map((value) => ("reason" in value ? value.reason : value.type))).toEqual([
      "not_a_message",
      "not_a_message",
      "not_a_message",
      "not_a_message",
      "not_a_message",
      "no_message_id",
      "no_chat",
      "inbound_message",
      "inbound_message",
    ]);
  });

  it.each([undefined, null, [], { messages: [] }])("nothing at all (%j) is still one value", (data) => {
    expect(valuesOf({ event: "messages.upsert", data })).toEqual([
      { type: "ignored", reason: "not_a_message", detail: "messages.upsert without data" },
    ]);
  });
});

describe("what is no reply", () => {
  it.each<[scenario: string, more: Json, reason: string]>([
    ["a group", { key: { ...key, remoteJid: "120363000000000001@g.us" } }, "group"],
    ["a story", { key: { ...key, remoteJid: "status@broadcast", participant: "1@lid" } }, "status_story"],
    ["our own story", { key: { ...key, remoteJid: "status@broadcast", fromMe: true } }, "status_story"],
    ["a channel", { key: { ...key, remoteJid: "120363000000000002@newsletter" } }, "newsletter"],
    ["a broadcast list", { key: { ...key, remoteJid: "1700000000@broadcast" } }, "broadcast"],
    ["a reaction", { message: { reactionMessage: { text: "👍", key: {} } } }, "reaction"],
    ["a reaction taken back", { message: { reactionMessage: { text: "" } } }, "reaction"],
    ["Meta AI by its number", { key: { ...key, remoteJid: "13135550002@c.us" } }, "bot"],
    ["a bot", { key: { ...key, remoteJid: "867051314767696@bot" } }, "bot"],
    ["a history notice", { message: { messageHistoryNotice: {} } }, "protocol"],
    ["only a key for later", { message: { senderKeyDistributionMessage: { groupId: "x" } } }, "protocol"],
    ["a pin", { message: { pinInChatMessage: { type: 1 } } }, "protocol"],
    ["a deletion of nothing", { message: { protocolMessage: { type: 0 } } }, "protocol"],
    ["a deletion of nothing in words", { message: { protocolMessage: { type: "REVOKE" } } }, "protocol"],
    ["a timer change", { message: { protocolMessage: { type: 3 } } }, "protocol"],
    ["a protocol message of no type", { message: { protocolMessage: {} } }, "protocol"],
    ["a protocol type that is odd", { message: { protocolMessage: { type: "toString" } } }, "protocol"],
    ["an edit of nothing", { message: { protocolMessage: { type: 14, editedMessage: {} } } }, "protocol"],
    ["no id", { key: { ...key, id: undefined } }, "no_message_id"],
    ["a blank id", { key: { ...key, id: " " } }, "no_message_id"],
    ["nobody to answer", { key: { id: "3A01" } }, "no_chat"],
    ["WhatsApp itself", { key: { ...key, remoteJid: "0@s.whatsapp.net" } }, "no_chat"],
  ])("%s", (_scenario, more, reason) => {
    expect(received(more)).toMatchObject({ type: "ignored", reason });
    expect(received(more, "messages.upsert")).toMatchObject({ type: "ignored", reason });
  });

  it.each<[scenario: string, more: Json]>([
    ["message null", { message: null }],
    ["no message", { message: undefined }],
    ["an empty message", { message: {} }],
    ["a stub type without message", { message: null, messageStubType: 2 }],
    ["only context", { message: { messageContextInfo: { deviceListMetadata: {} } } }],
    ["an empty text", { message: { conversation: "" } }],
    ["an empty wrapper", { message: { viewOnceMessage: {} } }],
    ["a wrapper holding null", { message: { ephemeralMessage: { message: null } } }],
  ])("a stub must not burn its id: %s", (_scenario, more) => {
    const stub = { kind: "other", text: null, evidence: null, look: "undecryptable", isStub: true };
    expect(received(more)).toMatchObject({ type: "inbound_message", ...stub });
  });

  it("real content under a stub type is a reply", () => {
    expect(received({ messageStubType: 2 })).toMatchObject({ type: "inbound_message", text: "Ciao" });
  });
});

describe("kinds, text and evidence", () => {
  it.each<[message: Json, kind: string, text: string | null, evidence: string | null]>([
    [{ conversation: "Ciao" }, "text", "Ciao", "reply"],
    [{ extendedTextMessage: { text: "Ciao" } }, "text", "Ciao", "reply"],
    [{ conversation: "", imageMessage: { caption: "ecco" } }, "image", "ecco", "attachment"],
    [{ imageMessage: {} }, "image", null, "attachment"],
    [{ videoMessage: { caption: "ecco" } }, "video", "ecco", "attachment"],
    [{ ptvMessage: {} }, "video", null, "attachment"],
    [{ documentMessage: { caption: "ecco" } }, "document", "ecco", "attachment"],
    [{ audioMessage: { ptt: true } }, "audio", null, "reply"],
    [{ stickerMessage: {} }, "sticker", null, "reply"],
    [{ lottieStickerMessage: { message: { stickerMessage: {} } } }, "sticker", null, "reply"],
    [{ locationMessage: { degreesLatitude: 45 } }, "location", null, "reply"],
    [{ liveLocationMessage: {} }, "location", null, "reply"],
    [{ contactMessage: { displayName: "Anna" } }, "contact", "Anna", "reply"],
    [{ contactsArrayMessage: { contacts: [] } }, "contact", null, "reply"],
    [{ pollCreationMessageV3: { name: "?" } }, "poll", null, "reply"],
    [{ pollUpdateMessage: { vote: {} } }, "poll", null, "reply"],
    [{ listResponseMessage: { title: "Sì" } }, "text", "Sì", "reply"],
    [{ buttonsResponseMessage: { selectedDisplayText: "Sì" } }, "text", "Sì", "reply"],
    [{ templateButtonReplyMessage: { selectedDisplayText: "Sì" } }, "text", "Sì", "reply"],
    [{ interactiveResponseMessage: { body: { text: "Sì" } } }, "text", "Sì", "reply"],
    [{ videoMessage: { gifPlayback: true } }, "sticker", null, "reply"],
    [{ constructor: { odd: true } }, "other", null, null],
    [{ requestPhoneNumberMessage: {} }, "other", null, null],
    [{ statusMentionMessage: { message: { protocolMessage: { type: 25 } } } }, "other", null, null],
    [{ encEventResponseMessage: {} }, "other", null, null],
    [{ pollResultSnapshotMessage: { name: "?" } }, "other", null, null],
    [{ callLogMesssage: { isVideo: false } }, "call", null, null],
    [{ messageContextInfo: {}, albumMessage: {} }, "other", null, null],
    [
      { extendedTextMessage: { text: "Info?", contextInfo: { conversionSource: "FB_Ads" } } },
      "text",
      "Info?",
      null,
    ],
    [{ secretEncryptedMessage: { encPayload: "x" } }, "other", null, null],
    [{ buttonsMessage: { documentMessage: {}, contentText: "t" } }, "document", "t", "attachment"],
    [
      { interactiveMessage: { header: { documentMessage: {} }, body: { text: "t" } } },
      "document",
      "t",
      "attachment",
    ],
    [{ templateMessage: { hydratedTemplate: { documentMessage: {} } } }, "document", null, "attachment"],
    [
      { templateMessage: { interactiveMessageTemplate: { header: { documentMessage: {} } } } },
      "document",
      null,
      "attachment",
    ],
    [{ groupMentionedMessage: { message: { documentMessage: {} } } }, "document", null, "attachment"],
    [
      {
        extendedTextMessage: { text: "bella", contextInfo: { remoteJid: "status@broadcast", stanzaId: "A" } },
      },
      "text",
      "bella",
      null,
    ],
    [{ viewOnceMessageV2: { message: { imageMessage: {} } } }, "image", null, "attachment"],
    [{ viewOnceMessage: { message: { videoMessage: {} } } }, "video", null, "attachment"],
    [{ viewOnceMessageV2Extension: { message: { audioMessage: {} } } }, "audio", null, "reply"],
    [{ associatedChildMessage: { message: { imageMessage: {} } } }, "image", null, "attachment"],
    [
      { documentWithCaptionMessage: { message: { documentMessage: { caption: "bolletta" } } } },
      "document",
      "bolletta",
      "attachment",
    ],
    [
      {
        ephemeralMessage: {
          message: {
            viewOnceMessage: {
              message: { documentWithCaptionMessage: { message: { documentMessage: {} } } },
            },
          },
        },
      },
      "document",
      null,
      "attachment",
    ],
  ])("%j", (message, kind, text, evidence) => {
    expect(received({ message })).toMatchObject({ type: "inbound_message", kind, text, evidence });
  });

  it("the vendor's unified text comes first", () => {
    expect(received({ messageBody: "Uno", message: { conversation: "Due" } })).toMatchObject({ text: "Uno" });
  });

  it("wrappers without an end are given up, not followed", () => {
    let message: Json = { conversation: "in fondo" };
    for (let i = 0; i < 20; i++) message = { ephemeralMessage: { message } };
    expect(received({ message })).toMatchObject({ type: "inbound_message", kind: "other", text: null });
  });

  it.each<[scenario: string, more: Json, key: string | null]>([
    ["a stop word", { message: { conversation: "STOP!" } }, "stop"],
    ["the same in an extended text", { message: { extendedTextMessage: { text: "Basta." } } }, "basta"],
    ["a word in a sentence", { message: { conversation: "basta che mi dica dove inviarla" } }, null],
    ["a caption", { message: { imageMessage: { caption: "stop" } } }, "stop"],
    ["a tapped answer", { messageBody: "stop", message: { listResponseMessage: {} } }, "stop"],
  ])("stop: %s", (_scenario, more, key) => {
    const value = received(more);
    const { consentKeys } = value as { consentKeys: string[] };
    // Whether it is a stop, the company's own list says: in the database.
    if (key) expect(consentKeys[0]).toBe(key);
    else expect(consentKeys).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(stop|basta)$/)]));
  });

  it("what it swipes on may hang on a photo", () => {
    const imageMessage = { contextInfo: { stanzaId: "3EB0A" } };
    expect(received({ message: { ephemeralMessage: { message: { imageMessage } } } })).toMatchObject({
      quotedWhatsappId: "3EB0A",
    });
  });

  it.each<[scenario: string, length: unknown, size: number | null]>([
    ["a number", 184320, 184320],
    ["a string", "184320", 184320],
    ["a Long", long(184320), 184320],
    ["a Long whose low half is negative", long(-2147483648), 2147483648],
    ["a Long of more than 32 bits", long(1, 1), 4294967297],
    ["a Long past 2^53", long(0, 2 ** 30), null],
    ["less than nothing", -1, null],
    ["no number", "big", null],
    ["nothing", null, null],
  ])("a size as %s", (_scenario, fileLength, sizeBytes) => {
    const message = { videoMessage: { fileLength, seconds: fileLength, mimetype: "video/mp4", title: "v" } };
    expect(received({ message })).toMatchObject({
      media: { mimeType: "video/mp4", fileName: "v", sizeBytes, durationSeconds: sizeBytes },
    });
  });
});

describe("the vendor's clock", () => {
  const noon = "2026-11-16T12:00:00.000Z";
  it.each<[scenario: string, time: unknown, iso: string | null]>([
    ["seconds", 1794830400, noon],
    ["seconds as text", "1794830400", noon],
    ["seconds as a Long", long(1794830400), noon],
    ["milliseconds", 1794830400000, noon],
    ["milliseconds as text", "1794830400000", noon],
    ["milliseconds as a Long", long(1794830400000 % 2 ** 32, Math.floor(1794830400000 / 2 ** 32)), noon],
    ["zero", 0, null],
    ["before WhatsApp", 1000000000, null],
    ["the year 58000", 1794830400000000, null],
    ["negative", -1794830400, null],
    ["a word", "yesterday", null],
    ["an empty Long", {}, null],
    ["a digit too many for a number", "99999999999999999999999", null],
  ])("%s", (_scenario, messageTimestamp, iso) => {
    expect(received({ messageTimestamp })).toMatchObject({ providerTimestamp: iso });
  });

  it("the envelope's tells when the event was made, not when the message was written", () => {
    const timestamped = (messageTimestamp: unknown) =>
      valuesOf({
        event: "messages.received",
        timestamp: 1794830400000,
        data: { messages: item({ messageTimestamp }) },
      })[0];
    expect(timestamped(undefined)).toMatchObject({ providerTimestamp: null });
    expect(timestamped(1794830340)).toMatchObject({ providerTimestamp: "2026-11-16T11:59:00.000Z" });
    expect(timestamped(0)).toMatchObject({ providerTimestamp: null });
  });
});

it("a name that the writer did not give is null", () => {
  expect(received({ pushName: "  " })).toMatchObject({ pushName: null });
  expect(received({ pushName: 7 })).toMatchObject({ pushName: null });
});
