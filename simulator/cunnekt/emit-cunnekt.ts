import type { Simulation } from "../simulation.ts";
import { OWN_NUMBERS } from "../world/line.ts";
import type { WebhookPost } from "../world/wire-entry.ts";

/** How Cunnekt names our account in Meta's envelope. */
const ACCOUNT_ID = "600000000000005";
export const CUNNEKT_NUMBER_ID = "600000000000006";
const PATH = "/api/cunnekt-whatsapp?action=webhook";

/** What happened, in each of the shapes that were seen. */
export interface CunnektNews {
  /** Of the wire's log. */
  name: string;
  /** Meta's `value`, without its metadata. */
  value: object;
  /** The older system's: `message.received` or `message.status`, and its data. */
  event: string;
  data: object;
}

/** Posts it in the chosen shape. Cunnekt signs nothing: the token in the address is all. Null where there is no Cunnekt. */
export async function emitCunnekt(sim: Simulation, news: CunnektNews): Promise<WebhookPost | null> {
  const token = sim.settings.cunnekt?.webhookToken;
  if (!token) return null;
  return sim.poster.post({
    source: "cunnekt",
    event: news.name,
    path: PATH,
    query: `&token=${encodeURIComponent(token)}`,
    body: shaped(sim, news),
    headers: () => ({}),
  });
}

function shaped({ world }: Simulation, { value, event, data }: CunnektNews): object {
  const { phone } = OWN_NUMBERS.cunnekt;
  const metadata = { display_phone_number: phone.slice(1), phone_number_id: CUNNEKT_NUMBER_ID };
  const whole = { ...value, metadata };
  switch (world.switches.cunnektShape) {
    case "envelope":
      return {
        object: "whatsapp_business_account",
        entry: [{ id: ACCOUNT_ID, changes: [{ value: whole, field: "messages" }] }],
      };
    case "value":
      return whole;
    case "event":
      return { event, timestamp: new Date(world.now()).toISOString(), data };
  }
}
