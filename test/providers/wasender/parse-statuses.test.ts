import { describe, expect, it } from "vitest";
import { valuesOf } from "./values-of.ts";

const key = { id: "3EB0A01", fromMe: false, remoteJid: "393330001001@s.whatsapp.net" };
const update = (data: unknown) => valuesOf({ event: "messages.update", data });
const status = (value: object) => ({
  type: "message_status",
  whatsappId: "3EB0A01",
  providerMessageId: null,
  errorText: null,
  providerTimestamp: null,
  ...value,
});

describe("messages.update", () => {
  it.each<[value: unknown, status: string]>([
    [0, "failed"],
    [1, "accepted"],
    [2, "sent"],
    [3, "delivered"],
    [4, "read"],
    [5, "read"],
    ["0", "failed"],
    ["3", "delivered"],
    ["error", "failed"],
    ["pending", "accepted"],
    ["server_ack", "sent"],
    ["SERVER_ACK", "sent"],
    ["sent", "sent"],
    ["delivery_ack", "delivered"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["played", "read"],
  ])("status %j is %s, as object and array, flat and nested", (value, expected) => {
    const nested = { key, update: { status: value } };
    for (const data of [
      nested,
      [nested],
      { messages: nested },
      { key, status: value },
      { ...key, status: value },
    ]) {
      expect(update(data)).toEqual([status({ status: expected })]);
    }
  });

  it.each([6, -1, 1.5, "7", "seen", "", true, {}, "toString"])("status %j is unknown", (value) => {
    expect(update({ key, update: { status: value } })).toEqual([
      { type: "ignored", reason: "unknown_status", detail: JSON.stringify(value) },
    ]);
  });

  it.each<[scenario: string, data: unknown, value: object]>([
    [
      "msgId beside the key",
      { key, msgId: 58000001, update: { status: 3 } },
      status({ providerMessageId: "58000001", status: "delivered" }),
    ],
    [
      "msgId in the key",
      { key: { ...key, msgId: "58000001" }, update: { status: 3 } },
      status({ providerMessageId: "58000001", status: "delivered" }),
    ],
    [
      "msgId alone",
      { msgId: 58000001, update: { status: 3 } },
      status({ whatsappId: null, providerMessageId: "58000001", status: "delivered" }),
    ],
    [
      "a msgId that is no number",
      { key, msgId: "abc", update: { status: 3 } },
      status({ status: "delivered" }),
    ],
    [
      "a flat numeric id",
      { id: 58000001, status: "delivered" },
      status({ whatsappId: null, providerMessageId: "58000001", status: "delivered" }),
    ],
    [
      "the provider's words for a failure",
      { key, update: { status: 0, error: "Blocked" } },
      status({ status: "failed", errorText: "Blocked" }),
    ],
    [
      "its words beside the update",
      { key, update: { status: 0 }, error: { message: "Blocked" } },
      status({ status: "failed", errorText: "Blocked" }),
    ],
    [
      "words beside a success",
      { key, update: { status: 3 }, message: "fine" },
      status({ status: "delivered" }),
    ],
    [
      "a status and an edit",
      { key, update: { status: 3, message: { editedMessage: {} } } },
      status({ status: "delivered" }),
    ],
    ["no id at all", { update: { status: 3 } }, { type: "ignored", reason: "no_message_id" }],
    [
      "an edit beside",
      { key, message: { editedMessage: { message: { conversation: "x" } } } },
      {
        type: "message_edit",
        whatsappId: key.id,
        chat: { phone: "+393330001001", lid: null },
        text: "x",
        pushName: null,
        providerTimestamp: null,
        consentKeys: ["x"],
      },
    ],
    [
      "an edit inside",
      { key, update: { message: { editedMessage: { message: { conversation: "x" } } } } },
      {
        type: "message_edit",
        whatsappId: key.id,
        chat: { phone: "+393330001001", lid: null },
        text: "x",
        pushName: null,
        providerTimestamp: null,
        consentKeys: ["x"],
      },
    ],
    [
      "an edit without wrapper",
      { key, update: { editedMessage: { conversation: "x" } } },
      {
        type: "message_edit",
        whatsappId: key.id,
        chat: { phone: "+393330001001", lid: null },
        text: "x",
        pushName: null,
        providerTimestamp: null,
        consentKeys: ["x"],
      },
    ],
    [
      "a deletion",
      { key, update: { message: null, messageStubType: 1 } },
      { type: "message_deleted", whatsappId: key.id, direction: null, providerTimestamp: null },
    ],
    ["votes", { key, update: { pollUpdates: [{}] } }, { type: "ignored", reason: "poll_vote" }],
    ["reactions", { key, update: { reactions: [{}] } }, { type: "ignored", reason: "reaction" }],
    [
      "nothing that we know",
      { key, update: { starred: true } },
      { type: "ignored", reason: "unknown_status", detail: "missing" },
    ],
    [
      "a group",
      { key: { ...key, remoteJid: "1203@g.us" }, update: { status: 3 } },
      { type: "ignored", reason: "group" },
    ],
    [
      "a story",
      { key: { ...key, remoteJid: "status@broadcast" }, update: { status: 4 } },
      { type: "ignored", reason: "status_story" },
    ],
  ])("%s", (_scenario, data, value) => expect(update(data)).toEqual([value]));

  it("a bad item never costs the good ones", () => {
    const good = { key, update: { status: 2 } };
    expect(update([null, { update: { status: 9 } }, good])).toEqual([
      { type: "ignored", reason: "not_a_message", detail: "messages.update item" },
      { type: "ignored", reason: "unknown_status", detail: "9" },
      status({ status: "sent" }),
    ]);
  });
});

describe("message.sent", () => {
  const message = { conversation: "Ciao" };
  const sentKey = { id: "3EB0A01", fromMe: true, remoteJid: "+393330001001" };
  it.each<[scenario: string, data: unknown, value: object]>([
    [
      "with the msgId that one handler expects",
      { key: sentKey, message, success: true, msgId: 58000001 },
      { type: "echo", whatsappId: "3EB0A01", providerMessageId: "58000001" },
    ],
    ["without a word of success", { key: sentKey, message }, { type: "echo" }],
    ["without content", { key: sentKey, success: true }, { type: "ignored", reason: "stub" }],
    [
      "to a group",
      { key: { ...sentKey, remoteJid: "1203@g.us" }, message, success: true },
      { type: "ignored", reason: "group" },
    ],
    [
      "a failure with a msgId",
      { success: false, msgId: 58000001, error: "No" },
      status({ whatsappId: null, providerMessageId: "58000001", status: "failed", errorText: "No" }),
    ],
    [
      "a failure with its key",
      { success: false, key: sentKey, message: "No" },
      status({ status: "failed", errorText: "No" }),
    ],
    ["a failure without words", { success: "false" }, status({ whatsappId: null, status: "failed" })],
    [
      "a failure in a group",
      { success: false, key: { ...sentKey, remoteJid: "1203@g.us" } },
      { type: "ignored", reason: "group" },
    ],
    [
      "the older shape",
      { id: 58000001, to: "+393330001001", status: "sent", type: "text", content: "Ciao" },
      status({ whatsappId: null, providerMessageId: "58000001", status: "sent" }),
    ],
    [
      "the older shape, its id as text",
      { id: "58000001", status: "in_progress" },
      status({ whatsappId: null, providerMessageId: "58000001", status: "accepted" }),
    ],
    [
      "the older shape with WhatsApp's id",
      { id: "3EB0A01", status: "failed", failed_reason: "No" },
      status({ status: "failed", errorText: "No" }),
    ],
    [
      "the older shape with an unknown word",
      { id: 1, status: "gone" },
      { type: "ignored", reason: "unknown_status", detail: '"gone"' },
    ],
    [
      "the older shape without id",
      { to: "+39", status: "sent" },
      { type: "ignored", reason: "no_message_id" },
    ],
  ])("%s", (_scenario, data, value) => {
    expect(valuesOf({ event: "message.sent", data })).toEqual([expect.objectContaining(value)]);
  });
});
