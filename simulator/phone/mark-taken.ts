import type { Simulation } from "../simulation.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import { isTaken, type WebhookPost } from "../world/wire-entry.ts";

/** The customer's own ticks: two when the product took every copy, a warning when it did not. */
export async function markTaken(
  sim: Simulation,
  message: ChatMessage,
  posts: Promise<WebhookPost | null>[],
): Promise<boolean> {
  const sent = (await Promise.all(posts)).filter((post) => post !== null);
  const taken = sent.length > 0 && sent.every(isTaken);
  message.status = taken ? 3 : 0;
  sim.world.touch();
  return taken;
}
