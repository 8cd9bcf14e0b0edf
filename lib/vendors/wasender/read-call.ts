import type { DomainValue } from "../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import { type Envelope, envelopeItems } from "./envelope.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { readChat } from "./read-chat.ts";
import { asId } from "./read-key.ts";
import { readTimestamp } from "./read-timestamp.ts";

/** Somebody rings, or rang in vain (Baileys, WACallUpdateType); the other words tell how it went on. */
const rings = ["offer", "ringing", "preaccept", "transport", "relaylatency", "timeout", "missed"];

/** `call` (Wasender docs, webhook-calls): a call to our number on WhatsApp, which nobody answers here. */
export function readCalls(envelope: Envelope): DomainValue[] {
  return envelopeItems(envelope).flatMap((item) => {
    const call = asRecord(item).call ?? item;
    return (Array.isArray(call) ? call : [call]).map((one) => readCall(asRecord(one), envelope));
  });
}

function readCall(call: JsonRecord, envelope: Envelope): DomainValue {
  const status = typeof call.status === "string" ? call.status.toLowerCase() : "offer";
  const addresses = [call.chatId, call.from, call.groupJid].filter((jid) => typeof jid === "string");
  const foreign = addresses.map((jid) => ignoredChat(jid)).find((reason) => reason !== null);
  if (call.isGroup === true || foreign) return { type: "ignored", reason: foreign ?? "group" };
  const id = asId(call.id);
  if (id === null || !rings.includes(status)) return { type: "ignored", reason: "whatsapp_call" };
  const chat = readChat({ remoteJid: call.from ?? call.chatId, senderPn: call.callerPn }, false);
  if (chat.phone === null && chat.lid === null) return { type: "ignored", reason: "no_chat" };
  return {
    type: "inbound_message",
    whatsappId: id,
    chat,
    kind: "call",
    text: null,
    media: null,
    quotedWhatsappId: null,
    pushName: null,
    providerTimestamp: timeOf(call.date) ?? readTimestamp(envelope.timestamp),
    consentKeys: [],
    evidence: null,
    contentName: call.isVideo === true ? "video_call" : "call",
    look: "whatsapp_call",
  };
}

function timeOf(value: unknown): string | null {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? readTimestamp(isRecord(value) ? null : value) : readTimestamp(ms);
}
