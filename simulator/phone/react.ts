import type { Simulation } from "../simulation.ts";
import { emitWebhook } from "../wasender/emit-webhook.ts";
import { chatJid, inboundKey } from "../wasender/message-key.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { phoneMessageId } from "../world/whatsapp-id.ts";

/** A reaction to one of our messages; an empty text takes it back. Outer key: what is reacted to. */
export function react(sim: Simulation, customer: Customer, target: ChatMessage, text: string): void {
  target.reaction = text || null;
  sim.world.touch();
  const fromMe = target.from === "business";
  void emitWebhook(sim, "messages.reaction", [
    {
      key: { id: target.id, fromMe, remoteJid: chatJid(customer) },
      reaction: { text, key: inboundKey(customer, phoneMessageId()) },
    },
  ]);
}
