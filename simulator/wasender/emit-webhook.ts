import type { Simulation } from "../simulation.ts";
import type { WebhookPost } from "../world/wire-entry.ts";

/** One unit an event, as the vendor's samples have it: `timestamp` is mostly seconds, here milliseconds. */
const IN_MILLISECONDS = new Set(["messages.update", "messages.reaction"]);

/**
 * Posts one Wasender event, unless the subscription leaves it out. The real `sessionId` is the session's
 * API key, so this one is too (the page masks it).
 */
export async function emitWebhook(
  sim: Simulation,
  event: string,
  data: unknown,
): Promise<WebhookPost | null> {
  if (sim.world.switches.receivedOnly && event !== "messages.received") return null;
  const now = sim.world.now();
  const timestamp = IN_MILLISECONDS.has(event) ? now : Math.floor(now / 1000);
  return sim.poster.post({
    source: "wasender",
    event,
    path: "/api/whatsapp-webhook",
    body: { event, timestamp, sessionId: sim.settings.whatsappToken, data },
    headers: () => ({ "x-webhook-signature": sim.settings.whatsappWebhookSecret }),
  });
}
