import type { World } from "../world/world.ts";
import { badParameter } from "./graph-error.ts";

/** `{status: "read", message_id, typing_indicator?}`: what came before it is read too (docs, mark as read). */
export function markRead(world: World, input: Record<string, unknown>): { success: true } {
  const customer = world.customers.find(({ chat }) => chat.some(({ id }) => id === input.message_id));
  if (!customer) throw badParameter("Param message_id is not the id of a message that this number received.");
  for (const message of customer.chat) {
    if (message.from !== "customer" || message.line !== "meta") continue;
    message.status = 4;
    if (message.id === input.message_id) break;
  }
  if (input.typing_indicator) world.meta.typing = { customerId: customer.id, at: world.now() };
  world.touch();
  return { success: true };
}
