import type { Address } from "./read-address.ts";

/** `c.us` is the older name of the server; `hosted` holds numbers whose messages a business's cloud reads (Baileys, jid-utils). */
const phoneServers = ["s.whatsapp.net", "c.us", "hosted"];

export function isPhoneServer(server: string | null): boolean {
  return server !== null && phoneServers.includes(server);
}

/**
 * E.164 of an address that WhatsApp gave: it is somebody's, whatever a phone library thinks of it. WhatsApp keeps old forms
 * of Mexico's, Brazil's, Argentina's, Ivory Coast's and Benin's numbers.
 */
export function jidPhone({ digits }: Address): string | null {
  return /^[1-9]\d{5,14}$/.test(digits) ? `+${digits}` : null;
}
