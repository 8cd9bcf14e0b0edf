import type { Gateway } from "../phone/gateway.ts";
import type { Simulation } from "../simulation.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { phoneMessageId } from "../world/whatsapp-id.ts";
import { readSend } from "./deliver-send.ts";
import { emitWebhook } from "./emit-webhook.ts";
import { messageContent } from "./message-content.ts";
import { chatJid, inboundKey } from "./message-key.ts";
import { OWN_NUMBER } from "./own-number.ts";

const REVOKE = 0;
const EDIT = 14;

/** What a customer's thumb does on the chat with the session's number, as Wasender tells it. */
export const wasenderGateway: Gateway = {
  messageId: phoneMessageId,
  /** The same message comes as `messages.upsert` and `messages.received`, one id. */
  wrote(sim, customer, { message, file }) {
    const base = {
      key: inboundKey(customer, message.id),
      messageBody: message.text,
      message: messageContent(message, file ?? undefined, quoteContext(sim, customer, message.quotes)),
    };
    const extras = {
      messageTimestamp: Math.floor(message.at / 1000),
      pushName: customer.name,
      broadcast: false,
    };
    return [
      emitWebhook(sim, "messages.upsert", { messages: [{ ...base, ...extras }] }),
      emitWebhook(sim, "messages.received", { messages: base }),
    ];
  },
  /** Outer key: what is reacted to. */
  reacted(sim, customer, target, text) {
    const fromMe = target.from === "business";
    void emitWebhook(sim, "messages.reaction", [
      {
        key: { id: target.id, fromMe, remoteJid: chatJid(customer) },
        reaction: { text, key: inboundKey(customer, phoneMessageId()) },
      },
    ]);
  },
  /** A protocolMessage with an id of its own, which is not a reply. */
  edited(sim, customer, target, text) {
    emitProtocol(sim, customer, target, { type: EDIT, editedMessage: { conversation: text } });
  },
  deleted(sim, customer, target) {
    emitProtocol(sim, customer, target, { type: REVOKE });
    const { remoteJid } = inboundKey(customer, target.id);
    void emitWebhook(sim, "messages.delete", { keys: [{ id: target.id, fromMe: false, remoteJid }] });
  },
  read: readSend,
};

function emitProtocol(sim: Simulation, customer: Customer, target: ChatMessage, change: object): void {
  const { id, fromMe, remoteJid } = inboundKey(customer, target.id);
  void emitWebhook(sim, "messages.received", {
    messages: {
      key: inboundKey(customer, phoneMessageId()),
      messageBody: "",
      message: { protocolMessage: { key: { id, fromMe, remoteJid }, ...change } },
    },
  });
}

function quoteContext({ world }: Simulation, customer: Customer, quotes: string | null) {
  const quoted = quotes && customer.chat.find((message) => message.id === quotes);
  if (!quoted) return undefined;
  const participant = quoted.from === "business" ? OWN_NUMBER.pn : inboundKey(customer, quoted.id).remoteJid;
  return {
    stanzaId: quoted.id,
    participant,
    quotedMessage: messageContent(quoted, world.files.get(quoted.id)),
  };
}
