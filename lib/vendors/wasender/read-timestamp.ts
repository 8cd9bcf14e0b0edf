import { readNumber } from "./read-number.ts";

const whatsappWasFounded = Date.UTC(2009, 0, 1);
const tooFarAway = Date.UTC(2100, 0, 1);

/** Seconds in some events, milliseconds in others (Wasender docs, webhooks); absurd values are dropped. */
export function readTimestamp(value: unknown): string | null {
  const number = readNumber(value);
  if (number === null) return null;
  const ms = number > 1e11 ? number : number * 1000;
  return ms >= whatsappWasFounded && ms < tooFarAway ? new Date(ms).toISOString() : null;
}
