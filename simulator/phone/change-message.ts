import type { Simulation } from "../simulation.ts";
import { emitWebhook } from "../wasender/emit-webhook.ts";
import { inboundKey } from "../wasender/message-key.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { phoneMessageId } from "../world/whatsapp-id.ts";

const REVOKE = 0;
const EDIT = 14;

/** The customer rewrites a message: a protocolMessage with an id of its own, which is not a reply. */
export function editMessage(sim: Simulation, customer: Customer, target: ChatMessage, text: string): void {
  target.text = text;
  target.edited = true;
  emitProtocol(sim, customer, target, { type: EDIT, editedMessage: { conversation: text } });
}

export function deleteMessage(sim: Simulation, customer: Customer, target: ChatMessage): void {
  target.deleted = true;
  emitProtocol(sim, customer, target, { type: REVOKE });
  const { remoteJid } = inboundKey(customer, target.id);
  void emitWebhook(sim, "messages.delete", { keys: [{ id: target.id, fromMe: false, remoteJid }] });
}

function emitProtocol(sim: Simulation, customer: Customer, target: ChatMessage, change: object): void {
  sim.world.touch();
  const { id, fromMe, remoteJid } = inboundKey(customer, target.id);
  void emitWebhook(sim, "messages.received", {
    messages: {
      key: inboundKey(customer, phoneMessageId()),
      messageBody: "",
      message: { protocolMessage: { key: { id, fromMe, remoteJid }, ...change } },
    },
  });
}
