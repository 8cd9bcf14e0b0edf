import { describe, expect, test } from "vitest";
import { readDelivery } from "../../../lib/vendors/cunnekt/read-delivery.ts";
import { phone } from "../../support/calls.ts";
import { contact, delivered, message, textMessage, waId } from "../meta/bodies.ts";
import { received, status } from "./bodies.ts";

const read = (body: unknown) =>
  readDelivery(
    {
      rawBody: new TextEncoder().encode(JSON.stringify(body)),
      contentType: "application/json",
      isSigned: false,
    },
    { defaultCountry: "IT", mapping: {} },
  ).delivery;
const one = (body: unknown) => {
  const { values } = read(body);
  expect(values).toHaveLength(1);
  return values[0]!;
};

describe("{type, data}", () => {
  test("a message that came in", () => {
    expect(read(received(1, "Ecco la bolletta"))).toMatchObject({
      eventType: "messages",
      account: null,
      values: [
        {
          type: "inbound_message",
          whatsappId: "wamid.IN-1",
          chat: { phone: phone(1), lid: null },
          kind: "text",
          text: "Ecco la bolletta",
          evidence: "reply",
          providerTimestamp: "2026-11-21T09:00:00.000Z",
        },
      ],
    });
  });

  test("how a message of ours is, in either way", () => {
    expect(read(status("msg_abc123", "delivered"))).toMatchObject({
      eventType: "statuses",
      values: [{ type: "message_status", whatsappId: "msg_abc123", status: "delivered", errorText: null }],
    });
    expect(one({ type: "message.failed", data: { messageId: 4711, error: "Invalid number" } })).toMatchObject(
      {
        type: "message_status",
        whatsappId: "4711",
        status: "failed",
        errorText: "Invalid number",
      },
    );
  });

  test("what is not written proves nothing, and is in sight", () => {
    const { data } = received(1, "x") as { data: object };
    const file = {
      type: "message.received",
      data: { ...data, message: undefined, mediaUrl: "https://x.test/y" },
    };
    expect(one(file)).toMatchObject({ kind: "other", evidence: null, look: "unknown_kind" });
    const nameless = { type: "message.received", data: { ...data, messageId: undefined } };
    expect(one(nameless)).toMatchObject({ type: "ignored", reason: "no_message_id", look: "unknown_kind" });
    expect(one({ ...received(1, "x", { from: "Anna" }) })).toMatchObject({
      reason: "no_chat",
      look: "unknown_kind",
    });
  });

  test("events of the platform are ignored by their name", () => {
    expect(one({ type: "campaign.completed", data: {} })).toMatchObject({
      type: "ignored",
      reason: "unknown_event",
      detail: "campaign.completed",
    });
    expect(one(status("wamid.A", "thrown"))).toMatchObject({ reason: "unknown_status" });
  });
});

describe("Meta's", () => {
  const value = { contacts: [contact(1)], messages: [textMessage(1, "Buongiorno")] };
  const bare = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550783881", phone_number_id: "106540352242922" },
  };

  test("envelope and bare value say the same, of the number whose token it came with", () => {
    const whole = read(delivered(value));
    expect(whole).toMatchObject({
      eventType: "messages",
      account: null,
      values: [
        { type: "inbound_message", whatsappId: "wamid.IN-1", chat: { phone: phone(1) }, text: "Buongiorno" },
      ],
    });
    expect(read({ ...bare, ...value })).toEqual(whole);
    expect(whole.values[0]).not.toHaveProperty("account");
  });

  test("statuses, several in one", () => {
    const of = (id: string, word: string) => ({
      id,
      status: word,
      timestamp: "1795251600",
      recipient_id: waId(1),
    });
    const delivery = read({ ...bare, statuses: [of("wamid.A", "read"), of("wamid.B", "delivered")] });
    expect(delivery).toMatchObject({
      eventType: "statuses",
      values: [
        { type: "message_status", whatsappId: "wamid.A", status: "read" },
        { type: "message_status", whatsappId: "wamid.B", status: "delivered" },
      ],
    });
  });

  test("a file counts, and what opens it at Meta opens nothing here", () => {
    const document = { id: "4711", mime_type: "application/pdf", filename: "bolletta.pdf" };
    expect(
      one({ ...bare, contacts: [contact(1)], messages: [message(1, "document", { document })] }),
    ).toMatchObject({
      kind: "document",
      evidence: "attachment",
      mediaSource: null,
    });
  });
});

test.each([[{}], [[]], ["x"], [{ data: {} }], [{ messages: "x" }]])("%j is none of them", (body) => {
  expect(() => read(body)).toThrow("none of the shapes");
});
