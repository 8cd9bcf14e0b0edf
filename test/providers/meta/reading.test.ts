import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DomainValue } from "../../../lib/model/domain-value.ts";
import { readDelivery } from "../../../lib/vendors/meta/read-delivery.ts";
import { phone } from "../../support/calls.ts";
import { contact, delivered, graphError, message, numberId, textMessage, waId } from "./bodies.ts";

const read = (body: unknown) =>
  readDelivery(
    {
      rawBody: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
      contentType: "application/json",
      isSigned: true,
    },
    { defaultCountry: "IT", mapping: {} },
  ).delivery;
const one = (value: object): DomainValue => {
  const { values } = read(delivered(value));
  expect(values).toHaveLength(1);
  return values[0]!;
};
const inbound = (n: number, type: string, over: object = {}) =>
  one({ contacts: [contact(n)], messages: [message(n, type, over)] });

/** Meta's own examples (facebook/openapi, MIT). */
const published = JSON.parse(
  readFileSync(new URL("../../fixtures/meta/webhooks.json", import.meta.url), "utf8"),
) as Record<string, unknown>;

describe("each published example", () => {
  const american = { phone: "+16505551234", lid: null };
  const message = (over: object) => ({ type: "inbound_message", chat: american, ...over });
  const expected: Record<string, object> = {
    "Text Message": message({
      whatsappId: "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=",
      kind: "text",
      text: "Does it come in another color?",
      evidence: "reply",
      pushName: "Sheena Nelson",
      providerTimestamp: "2025-06-08T20:59:43.000Z",
      quotedWhatsappId: null,
    }),
    "Text Message with Context (Product Inquiry)": message({
      text: "Is this still available?",
      quotedWhatsappId: "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGA9wcm9kdWN0X2lucXVpcnkA",
      evidence: "reply",
    }),
    "Text Message from Click to WhatsApp Ad": message({
      text: "Hello! Can I get more info on this?",
      contentName: "advertisement",
      evidence: null,
    }),
    "Reaction Message": {
      type: "reaction",
      whatsappId: "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI0RTJEOTc2ODVERUY5RDlGNkYA",
      direction: "in",
      emoji: "👍",
    },
    "Image Message": message({
      kind: "image",
      text: "Taj Mahal",
      evidence: "attachment",
      media: { mimeType: "image/jpeg", fileName: null, sizeBytes: null, durationSeconds: null },
      mediaSource: {
        id: "1003383421387256",
        sha256: "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
        expiresAt: "2025-04-18T04:08:16.000Z",
      },
    }),
    "Location Message": message({
      kind: "location",
      text: "Philz Coffee, 101 Forest Ave, Palo Alto, CA 94301",
    }),
    "Contact Sharing Message": message({ kind: "contact", text: "Lucía Gómez", consentKeys: [] }),
    "Unsupported Message": message({ kind: "other", look: "unknown_kind", evidence: null }),
    "Button Message": message({ kind: "text", text: "Unsubscribe" }),
    "Interactive List Reply Message": message({ kind: "text", text: "Priority Mail Express" }),
    "Interactive Button Reply Message": message({ kind: "text", text: "Cancel" }),
    "Order Message": message({
      kind: "other",
      contentName: "order",
      look: "unknown_kind",
      evidence: null,
    }),
    "System Message": message({ look: "number_changed", newPhone: "+12195555358", evidence: null }),
    "Group Create Message": { type: "ignored", reason: "not_a_message", detail: "group_lifecycle_update" },
    "Group Settings Update": { type: "ignored", reason: "not_a_message" },
    "Group Remove Participants": { type: "ignored", reason: "not_a_message" },
  };

  test("is one of these", () => expect(Object.keys(published)).toEqual(Object.keys(expected)));

  test.each(Object.entries(published))("%s", (name, body) => {
    const { values, account } = read(body);
    expect(values).toMatchObject([expected[name]!]);
    expect(account).toBe("106540352242922");
  });
});

describe("who wrote", () => {
  const contacts = [
    contact(1, { user_id: "IT.1A2b", profile: { name: "Anna", username: "@Anna.Rossi" } }),
    contact(2),
  ];

  test("is known by phone, business-scoped id and username", () => {
    const value = one({ contacts, messages: [textMessage(1, "Ciao", { from_user_id: "IT.1A2b" })] });
    expect(value).toMatchObject({
      chat: { phone: phone(1), lid: null, bsuid: "IT.1A2b", username: "anna.rossi" },
      pushName: "Anna",
    });
  });

  test("without a phone by the id alone", () => {
    const hidden = { user_id: "IT.1A2b", profile: { name: "Anna", username: "anna" } };
    const { from: _, ...rest } = textMessage(1, "Ciao", { from_user_id: "IT.1A2b" });
    expect(one({ contacts: [hidden], messages: [rest] })).toMatchObject({
      chat: { phone: null, lid: null, bsuid: "IT.1A2b", username: "anna" },
    });
  });

  test("by neither: kept as something to look at", () => {
    const { from: _, ...rest } = textMessage(1, "Ciao");
    expect(one({ messages: [rest] })).toEqual({ type: "ignored", reason: "no_chat", look: "unknown_kind" });
    expect(one({ messages: [{ ...rest, from: "nobody", from_user_id: "<b>" }] })).toMatchObject({
      reason: "no_chat",
    });
  });
});

describe("what was sent", () => {
  test.each([
    ["document", "document", "attachment", { filename: "bolletta.pdf", mime_type: "application/pdf" }],
    ["video", "video", "attachment", {}],
    ["audio", "audio", "reply", { voice: true }],
    ["sticker", "sticker", "reply", {}],
  ])("a file: %s", (type, kind, evidence, file) => {
    expect(inbound(1, type, { [type]: { id: "4711", ...file } })).toMatchObject({
      kind,
      evidence,
      media: { fileName: type === "document" ? "bolletta.pdf" : null },
      mediaSource: { id: "4711" },
    });
  });

  test("a file without its id cannot be fetched", () => {
    expect(inbound(1, "document", { document: {} })).toMatchObject({ mediaSource: null, media: {} });
  });

  test("a form's answer, in lines; its words are no stop", () => {
    const form = (response_json: string) => ({
      interactive: { type: "nfm_reply", nfm_reply: { name: "flow", body: "Sent", response_json } },
    });
    expect(inbound(1, "interactive", form("{}"))).toMatchObject({ kind: "text", text: "Sent" });
    expect(inbound(1, "interactive", form('{"flow_token":"x","pod":"IT001E","kwh":2700}'))).toMatchObject({
      text: "pod: IT001E\nkwh: 2700",
      consentKeys: [],
      evidence: "reply",
    });
  });

  test("a place without a name is its point", () => {
    expect(inbound(1, "location", { location: { latitude: 45.4, longitude: 9.1 } })).toMatchObject({
      kind: "location",
      text: "45.4, 9.1",
    });
  });

  test("a reaction that is taken back has no emoji", () => {
    expect(inbound(1, "reaction", { reaction: { message_id: "wamid.A" } })).toMatchObject({
      type: "reaction",
      emoji: null,
    });
  });

  test("an edit and a deletion are told of the message that they change", () => {
    const edit = { original_message_id: "wamid.A", message: { type: "text", text: { body: "Stop" } } };
    expect(inbound(1, "edit", { edit })).toMatchObject({
      type: "message_edit",
      whatsappId: "wamid.A",
      text: "Stop",
      consentKeys: expect.arrayContaining(["stop"]),
    });
    expect(inbound(1, "revoke", { revoke: { original_message_id: "wamid.A" } })).toMatchObject({
      type: "message_deleted",
      whatsappId: "wamid.A",
      direction: "in",
    });
  });

  test("what will be there later is a stub, what is not known is kept under its name", () => {
    const errors = [{ code: 131060, title: "This message is currently unavailable." }];
    expect(inbound(1, "unsupported", { errors })).toMatchObject({ look: "undecryptable", isStub: true });
    expect(inbound(1, "hologram", { hologram: { body: "x" } })).toMatchObject({
      kind: "other",
      contentName: "hologram",
      text: "x",
      look: "unknown_kind",
      evidence: null,
    });
    expect(inbound(1, "system", { system: { type: "something_new" } })).toMatchObject({ reason: "protocol" });
    expect(inbound(1, "text", { text: { body: "x" }, group_id: "G" })).toMatchObject({ reason: "group" });
  });
});

describe("a status", () => {
  const status = (word: string, over: object = {}) =>
    one({
      statuses: [{ id: "wamid.A", status: word, timestamp: 1763715600, recipient_id: waId(1), ...over }],
    });

  test.each([
    ["sent", "sent"],
    ["delivered", "delivered"],
    ["read", "read"],
    ["played", "read"],
  ])("%s", (word, means) => {
    expect(status(word, { biz_opaque_callback_data: "12.1", pricing: { category: "utility" } })).toEqual({
      type: "message_status",
      line: { business: "102290129340398", number: "+15550783881" },
      whatsappId: "wamid.A",
      providerMessageId: null,
      status: means,
      errorText: null,
      providerTimestamp: "2025-11-21T09:00:00.000Z",
      reference: "12.1",
    });
  });

  test("failed, with Meta's code and words", () => {
    const [error] = [graphError(131026, "Message undeliverable").error];
    expect(
      status("failed", { errors: [{ ...error, error_data: { details: "Not delivered." } }] }),
    ).toMatchObject({
      status: "failed",
      errorText: "131026 (#131026) Message undeliverable: Not delivered.",
    });
    expect(status("failed")).toMatchObject({ errorText: null });
  });

  test("others are none of ours", () => {
    expect(status("warning")).toMatchObject({ type: "ignored", reason: "unknown_status" });
    expect(status("RINGING", { type: "call" })).toMatchObject({ reason: "whatsapp_call" });
    expect(status("read", { recipient_type: "group" })).toMatchObject({ reason: "group" });
    expect(status("read", { id: null })).toMatchObject({ reason: "no_message_id" });
  });
});

test("one delivery tells of two numbers, of messages and statuses; each value names another number than the first", () => {
  const first = delivered({
    contacts: [contact(1)],
    messages: [textMessage(1, "uno")],
    statuses: [{ id: "wamid.A", status: "read" }],
  });
  const second = delivered({ contacts: [contact(2)], messages: [textMessage(2, "due")] }, "209999999999999");
  const both = { ...first, entry: [...(first.entry as object[]), ...(second.entry as object[])] };
  const { eventType, account, values } = read(both);
  expect([eventType, account]).toEqual(["messages", numberId]);
  expect(values.map(({ type, account }) => [type, account])).toEqual([
    ["inbound_message", undefined],
    ["message_status", undefined],
    ["inbound_message", "209999999999999"],
  ]);
});

test("what fails at the level of the number is said, and unknown fields are kept as unknown", () => {
  const { code, message: words } = graphError(131031, "Account locked").error;
  expect(one({ errors: [{ code, title: "Locked", message: words }] })).toMatchObject({
    type: "number_news",
    account: numberId,
    isError: true,
    detail: "131031 (#131031) Account locked",
  });
  const field = (name: string) => read({ entry: [{ changes: [{ field: name, value: {} }] }] }).values;
  expect(field("group_settings_update")).toMatchObject([{ reason: "not_a_message" }]);
  expect(field("brand_new")).toMatchObject([{ reason: "unknown_event", detail: "brand_new" }]);
  expect(read({ entry: [] })).toEqual({ eventType: "empty", account: null, values: [] });
});

test("a body of another shape is refused with a reason", () => {
  for (const body of ["[]", "null", "{}", '{"entry":3}', '"x"']) {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ code: "unreadable", reason: "not_a_webhook" }),
    );
  }
  expect(() => read("{")).toThrow(expect.objectContaining({ code: "bad_json" }));
});

test("whatever stands in a delivery, nothing throws, and each value has a type", () => {
  const odd = [null, 3, "x", [], {}, [[]], "\ud800", { id: {} }, [{ type: "text" }], true];
  const keys = ["messages", "statuses", "contacts", "errors", "calls", "metadata"];
  for (const key of keys) for (const value of odd) read(delivered({ [key]: value }));
  const fields = [
    "from",
    "id",
    "timestamp",
    "type",
    "text",
    "image",
    "context",
    "errors",
    "system",
    "referral",
  ];
  for (const key of fields) {
    for (const value of odd) {
      const values = read(
        delivered({ contacts: odd, messages: [{ ...textMessage(1, "x"), [key]: value }] }),
      ).values;
      expect(values.every(({ type }) => typeof type === "string")).toBe(true);
    }
  }
});
