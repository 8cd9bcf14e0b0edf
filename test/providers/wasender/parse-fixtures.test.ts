import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { consentKeys } from "../../../lib/model/consent-keys.ts";
import type { DomainValue, InboundMessage } from "../../../lib/model/domain-value.ts";
import { accountOf } from "../../../lib/vendors/wasender/account-of.ts";
import { parseWasender } from "../../../lib/vendors/wasender/parse-wasender.ts";
import { wasenderFixture } from "./values-of.ts";

const one = { phone: "+393330001001", lid: "180000000000101@lid" };
const ask = "Buongiorno, come da telefonata le chiedo una copia della bolletta.";

function inbound(value: Partial<InboundMessage> & Pick<InboundMessage, "whatsappId">): InboundMessage {
  return {
    type: "inbound_message",
    chat: one,
    kind: "text",
    text: null,
    media: null,
    quotedWhatsappId: null,
    pushName: null,
    providerTimestamp: null,
    consentKeys: consentKeys(value.text ?? null),
    evidence: "reply",
    ...value,
  };
}

const hello = {
  whatsappId: "3A1B2C3D4E5F60718293",
  text: "Buongiorno, le mando la bolletta stasera",
  providerTimestamp: "2026-11-16T12:00:00.000Z",
};
const status = {
  type: "message_status",
  whatsappId: "3EB0000000000000000A01",
  providerMessageId: null,
  errorText: null,
} as const;
const echo = {
  type: "echo",
  whatsappId: "3EB0000000000000000A01",
  providerMessageId: null,
  chat: { phone: "+393330001001", lid: null },
  kind: "text",
  text: ask,
  media: null,
} as const;

const webhooks: [fixture: string, eventType: string, value: DomainValue][] = [
  ["messages-received-text", "messages.received", inbound({ ...hello, providerTimestamp: null })],
  [
    "messages-received-lid",
    "messages.received",
    inbound({
      whatsappId: "AC00000000000000000000000000A002",
      text: "Ok va bene, grazie",
    }),
  ],
  [
    "messages-received-lid-no-phone",
    "messages.received",
    inbound({
      whatsappId: "AC00000000000000000000000000A003",
      chat: { phone: null, lid: "180000000000102@lid" },
      text: "Chi siete?",
    }),
  ],
  ["messages-upsert-array", "messages.upsert", inbound({ ...hello, pushName: "Cliente Prova Uno" })],
  [
    "messages-upsert-fromme-echo",
    "messages.upsert",
    { ...echo, providerTimestamp: "2026-11-16T11:00:00.000Z" },
  ],
  [
    "messages-received-document-pdf",
    "messages.received",
    inbound({
      whatsappId: "AC00000000000000000000000000A005",
      kind: "document",
      media: {
        mimeType: "application/pdf",
        fileName: "bolletta-ottobre.pdf",
        sizeBytes: 184320,
        durationSeconds: null,
        pages: 3,
      },
      mediaSource: {
        kind: "documentMessage",
        url: "https://mmg.whatsapp.net/v/t62.7119-24/EXAMPLE-document.enc",
        key: "RVhBTVBMRS1NRURJQS1LRVktTk9ULVJFQUw=",
        file: {
          mimetype: "application/pdf",
          fileSha256: "RVhBTVBMRS1TSEEyNTYtTk9ULVJFQUw=",
          fileEncSha256: "RVhBTVBMRS1FTkMtU0hB",
          fileLength: "184320",
          fileName: "bolletta-ottobre.pdf",
          directPath: "/v/t62.7119-24/EXAMPLE-document.enc",
        },
      },
      pushName: "Cliente Prova Uno",
      providerTimestamp: "2026-11-16T12:05:00.000Z",
      evidence: "attachment",
    }),
  ],
  [
    "messages-received-image-caption",
    "messages.received",
    inbound({
      whatsappId: "3A0000000000000000A6",
      chat: { phone: "+393330001002", lid: "180000000000102@lid" },
      kind: "image",
      text: "foto bolletta",
      media: { mimeType: "image/jpeg", fileName: null, sizeBytes: 231004, durationSeconds: null },
      mediaSource: {
        kind: "imageMessage",
        url: "https://mmg.whatsapp.net/v/t62.7118-24/EXAMPLE-image.enc",
        key: "RVhBTVBMRS1NRURJQS1LRVktTk9ULVJFQUw=",
        file: {
          mimetype: "image/jpeg",
          fileSha256: "RVhBTVBMRS1TSEEyNTYtTk9ULVJFQUw=",
          fileLength: "231004",
          directPath: "/v/t62.7118-24/EXAMPLE-image.enc",
        },
      },
      evidence: "attachment",
    }),
  ],
  [
    "messages-received-audio",
    "messages.received",
    inbound({
      whatsappId: "3A0000000000000000AA",
      kind: "audio",
      media: { mimeType: "audio/ogg; codecs=opus", fileName: null, sizeBytes: 20480, durationSeconds: 9 },
      mediaSource: {
        kind: "audioMessage",
        url: "https://mmg.whatsapp.net/v/t62.7117-24/EXAMPLE-audio.enc",
        key: "RVhBTVBMRS1NRURJQS1LRVktTk9ULVJFQUw=",
        file: {
          mimetype: "audio/ogg; codecs=opus",
          fileSha256: "RVhBTVBMRS1TSEEyNTYtTk9ULVJFQUw=",
          fileLength: "20480",
        },
      },
    }),
  ],
  [
    "messages-received-ephemeral",
    "messages.received",
    inbound({
      whatsappId: "3A0000000000000000AB",
      chat: { phone: "+393330001003", lid: "180000000000102@lid" },
      text: "Messaggio effimero",
    }),
  ],
  [
    "messages-received-quoted-reply",
    "messages.received",
    inbound({
      whatsappId: "AC00000000000000000000000000A020",
      text: "Sì, quella di ottobre",
      quotedWhatsappId: "3EB0000000000000000A01",
    }),
  ],
  ["messages-group-received", "messages-group.received", { type: "ignored", reason: "group" }],
  ["newsletter", "messages-newsletter.received", { type: "ignored", reason: "newsletter" }],
  [
    "message-revoke-protocol",
    "messages.received",
    {
      type: "message_deleted",
      whatsappId: "3A1B2C3D4E5F60718293",
      direction: "in",
      chat: { phone: "+393330001001", lid: "180000000000101@lid" },
      providerTimestamp: "2026-11-16T12:06:50.000Z",
    },
  ],
  [
    "messages-reaction",
    "messages.reaction",
    {
      type: "reaction",
      whatsappId: "3EB0000000000000000A01",
      direction: "in",
      emoji: "👍",
      providerTimestamp: "2026-11-16T12:07:00.000Z",
    },
  ],
  [
    "messages-delete",
    "messages.delete",
    {
      type: "message_deleted",
      whatsappId: "3A1B2C3D4E5F60718293",
      direction: null,
      providerTimestamp: "2026-11-16T12:07:10.000Z",
    },
  ],
  ["message-sent-success", "message.sent", { ...echo, providerTimestamp: "2026-11-16T11:00:10.000Z" }],
  [
    "message-sent-failed",
    "message.sent",
    {
      ...status,
      whatsappId: null,
      status: "failed",
      errorText: "Failed to send message: Invalid number JID: +39333000",
      providerTimestamp: "2026-11-16T11:00:20.000Z",
    },
  ],
  [
    "message-update-read",
    "messages.update",
    { ...status, status: "read", providerTimestamp: "2026-11-16T11:10:00.000Z" },
  ],
  [
    "message-update-error",
    "messages.update",
    { ...status, status: "failed", providerTimestamp: "2026-11-16T11:01:40.000Z" },
  ],
  ["message-receipt-update-group", "message-receipt.update", { type: "ignored", reason: "receipt" }],
  ["session-status-connected", "session.status", { type: "channel_status", status: "connected" }],
  ["session-status-logged-out", "session.status", { type: "channel_status", status: "logged_out" }],
  ["session-status-need-passkey", "session.status", { type: "channel_status", status: "need_passkey" }],
  ["qrcode-updated", "qrcode.updated", { type: "ignored", reason: "linking_credential" }],
  ["passkey-updated", "passkey.updated", { type: "ignored", reason: "linking_credential" }],
  [
    "call",
    "call",
    {
      type: "inbound_message",
      whatsappId: "CALL0000EXAMPLE01",
      chat: { phone: "+393330001001", lid: null },
      kind: "call",
      text: null,
      media: null,
      quotedWhatsappId: null,
      pushName: null,
      providerTimestamp: "2026-11-16T12:07:50.000Z",
      consentKeys: [],
      evidence: null,
      contentName: "call",
      look: "whatsapp_call",
    },
  ],
  ["webhook-test", "webhook.test", { type: "ignored", reason: "unknown_event", detail: "webhook.test" }],
];

it.each(webhooks)("%s", (fixture, eventType, value) => {
  const rawBody = wasenderFixture(fixture);
  const { delivery, body } = parseWasender({ contentType: "application/json", rawBody });
  const { sessionId } = JSON.parse(Buffer.from(rawBody).toString()) as { sessionId?: string };
  expect(delivery).toEqual({ eventType, account: sessionId ? accountOf(sessionId) : null, values: [value] });
  expect(body).toEqual(JSON.parse(Buffer.from(rawBody).toString()));
});

it("covers every webhook fixture there is", () => {
  const named = readdirSync(new URL("../../fixtures/provider", import.meta.url))
    .map((file) => /^wasender-(.*)\.json$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .filter((name) => "event" in JSON.parse(Buffer.from(wasenderFixture(name)).toString()));
  expect(webhooks.map(([fixture]) => fixture).sort()).toEqual(named.sort());
});
