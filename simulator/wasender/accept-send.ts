import { addGuest } from "../world/add-guest.ts";
import type { Customer } from "../world/customer.ts";
import { findByPhone } from "../world/find-customer.ts";
import { keepRecent } from "../world/keep-recent.ts";
import type { Send } from "../world/send.ts";
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
  const send: Send = {
    msgId: world.nextNumber("msg"),
    customerId: customer.id,
    to: request.to,
    acceptedAt: world.now(),
    message: {
      id: deviceMessageId(),
      from: "business",
      kind: request.kind,
      text: request.text,
      fileName: request.fileName,
      at: world.now(),
      quotes: null,
      status: 1,
      reaction: null,
      edited: false,
      deleted: false,
    },
  };
  world.sends.push(send);
  keepRecent(world.sends);
  world.touch();
  return send;
}
