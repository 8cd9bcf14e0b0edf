import { addGuest } from "../world/add-guest.ts";
import { chatMessage } from "../world/chat-message.ts";
import { type Customer, phoneDigits } from "../world/customer.ts";
import { findByBsuid, findByPhone } from "../world/find-customer.ts";
import { keepRecent } from "../world/keep-recent.ts";
import type { Line } from "../world/line.ts";
import { newSend, type Send } from "../world/send.ts";
import type { World } from "../world/world.ts";
import { badParameter, GraphError } from "./graph-error.ts";
import type { MetaMessage } from "./parse-message.ts";
import { wamid } from "./wamid.ts";

/** Whom it is for. A phone that nobody has here gets somebody; a business-scoped id that nobody has is refused. */
export function receiverOf(world: World, { to, recipient }: Pick<MetaMessage, "to" | "recipient">): Customer {
  if (to !== null) {
    const digits = to.replace(/[\s()+-]/g, "");
    if (!/^\d{7,15}$/.test(digits)) throw badParameter("Param to is not a valid WhatsApp phone number.");
    return findByPhone(world, digits) ?? addGuest(world, `+${digits}`, `+${digits}`);
  }
  const customer = findByBsuid(world, recipient ?? "");
  if (!customer)
    throw new GraphError(131009, "Parameter value is not valid", {
      details: "recipient is not a user of this business",
    });
  return customer;
}

/** From here on the message goes out, whatever the answer says. */
export function acceptMessage(world: World, line: Line, message: MetaMessage, customer: Customer): Send {
  const { kind, text, fileName, quotes, choices, callback, template } = message;
  const send = newSend({
    line,
    msgId: world.nextNumber("msg"),
    customerId: customer.id,
    to: message.to ?? message.recipient ?? "",
    acceptedAt: world.now(),
    callback,
    category: template?.category.toLowerCase() ?? "service",
    ttlSeconds: template?.message_send_ttl_seconds ?? null,
    message: chatMessage({
      id: wamid(phoneDigits(customer), "business"),
      line,
      from: "business",
      kind,
      text,
      fileName,
      quotes,
      choices,
      at: world.now(),
    }),
  });
  world.sends.push(send);
  keepRecent(world.sends);
  world.touch();
  return send;
}
