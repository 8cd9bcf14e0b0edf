import type { World } from "../world/world.ts";
import { GraphError } from "./graph-error.ts";

const PER_SECOND = 80;
const PAIR_EVERY_MS = 6000;
const PAIR_BURST = 45;

/** A number may send 80 messages a second, to one person one in 6 s, with bursts of 45 that borrow from later (docs, throughput). */
export function refuseTooFast(world: World, customerId: string): void {
  if (!world.switches.metaLimits) return;
  const now = world.now();
  const sends = world.sends.filter(({ line }) => line === "meta");
  if (sends.filter(({ acceptedAt }) => acceptedAt > now - 1000).length >= PER_SECOND) throw rateError(130429);
  let left = PAIR_BURST;
  let last = 0;
  for (const { acceptedAt } of sends.filter((send) => send.customerId === customerId)) {
    left = Math.min(PAIR_BURST, left + (acceptedAt - last) / PAIR_EVERY_MS) - 1;
    last = acceptedAt;
  }
  if (Math.min(PAIR_BURST, left + (now - last) / PAIR_EVERY_MS) < 1) throw rateError(131056);
}

const RATES = {
  130429: [
    "Rate limit hit",
    "Message failed to send because there were too many messages sent from this phone number in a short period of time",
  ],
  131056: [
    "(Business Account, Consumer Account) pair rate limit hit",
    "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
  ],
  131048: [
    "Spam Rate limit hit",
    "Message failed to send because there are restrictions on how many messages can be sent from this phone number.",
  ],
} as const;

/** They come as 400, never as 429 (docs, error codes). */
export function rateError(code: keyof typeof RATES): GraphError {
  const [message, details] = RATES[code];
  return new GraphError(code, message, { details });
}
