import { createHmac } from "node:crypto";
import type { Simulation } from "../simulation.ts";
import { OWN_NUMBERS } from "../world/line.ts";
import type { WebhookPost } from "../world/wire-entry.ts";
import { PHONE_NUMBER_ID, WABA_ID } from "./account.ts";

export const META_WEBHOOK_PATH = "/api/whatsapp/webhooks/meta";
/** Meta repeats for seven days, ever more rarely (docs, webhooks); here a few times. */
const RETRIES_MS = [2000, 10_000, 60_000, 600_000, 3_600_000];
const DAY_MS = 86_400_000;

/** Every value about messages and calls says which number it is of. */
export const metadata = () => ({
  display_phone_number: OWN_NUMBERS.meta.phone.slice(1),
  phone_number_id: PHONE_NUMBER_ID,
});

/**
 * Posts one change, signed by the app's secret over the bytes: what is not ASCII is escaped in them. Null where
 * there is no Meta.
 */
export async function emitGraph(
  sim: Simulation,
  field: string,
  value: object,
  event = field,
): Promise<WebhookPost | null> {
  const secret = sim.settings.meta?.appSecret;
  if (!secret || !sim.world.meta.isSubscribed) return null;
  const changes = [{ value, field }];
  const post = () =>
    sim.poster.post({
      source: "meta",
      event,
      path: META_WEBHOOK_PATH,
      body: { object: "whatsapp_business_account", entry: [{ id: WABA_ID, changes }] },
      encode: escapedJson,
      retriesMs: RETRIES_MS,
      headers: (raw) => ({
        "user-agent": "facebookexternalua",
        "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`,
      }),
    });
  if (sim.world.switches.metaTwice) {
    for (const later of [3 * sim.settings.statusDelayMs, DAY_MS]) {
      sim.world.schedule(() => void post(), later);
    }
  }
  return post();
}

/** JSON in ASCII: `\u00e8` and the like, as Meta sends and signs it (docs, webhooks). */
export function escapedJson(body: unknown): string {
  return JSON.stringify(body).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
