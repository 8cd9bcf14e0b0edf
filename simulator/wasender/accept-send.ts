import { addGuest } from "../world/add-guest.ts";
import { chatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { findByPhone } from "../world/find-customer.ts";
import { keepRecent } from "../world/keep-recent.ts";
import { newSend, type Send } from "../world/send.ts";
import { deviceMessageId } from "../world/whatsapp-id.ts";
import type { World } from "../world/world.ts";
import type { ParsedSend } from "./parse-send.ts";

/** The phone behind `to`, or null where WhatsApp has nobody. Sending to a LID is contested: refused here. */
export function recipientOf(world: World, to: string): Customer | null {
  const digits = /^\+?(\d{8,15})(@s\.whatsapp\.net)?$/.exec(to)?.[1];
  if (!digits) return null;
  const customer = findByPhone(world, digits) ?? addGuest(world, `+${digits}`, `+${digits}`);
  return customer.onWhatsapp ? customer : null;
}

/** From here on the message goes out, whatever the answer says. */
export function acceptSend(world: World, request: ParsedSend & { ok: true }, customer: Customer): Send {
  const send = newSend({
    line: "wasender",
    msgId: world.nextNumber("msg"),
    customerId: customer.id,
    to: request.to,
    acceptedAt: world.now(),
    message: chatMessage({
      id: deviceMessageId(),
      line: "wasender",
      from: "business",
      kind: request.kind,
      text: request.text,
      fileName: request.fileName,
      at: world.now(),
    }),
  });
  world.sends.push(send);
  keepRecent(world.sends);
  world.touch();
  return send;
}
