import { findCustomer } from "../world/find-customer.ts";
import type { World } from "../world/world.ts";
import { messageContent } from "./message-content.ts";
import { chatJid } from "./message-key.ts";

/** The one documented bridge from the numeric msgId to WhatsApp's id; nothing until it was sent. */
export function messageInfo(world: World, msgId: number) {
  const send = world.sends.find((candidate) => candidate.msgId === msgId);
  const customer = send && findCustomer(world, send.customerId);
  if (!send || !customer || send.message.status < 2) return null;
  const { message } = send;
  const remoteJid = chatJid(customer);
  return {
    remoteJid,
    id: message.id,
    msgId,
    key: { id: message.id, fromMe: true, remoteJid },
    message: messageContent(message, world.files.get(message.id)),
    messageTimestamp: String(Math.floor(send.acceptedAt / 1000)),
    status: message.status,
  };
}
