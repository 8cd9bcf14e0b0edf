import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import type { Tell } from "./deliver.ts";
import { emitStatus } from "./statuses.ts";

/** We react: no bubble of its own, and statuses as any message has. An empty emoji takes it back. */
export function reactTo(
  sim: Simulation,
  send: Send,
  customer: Customer,
  { on, emoji }: { on: string; emoji: string },
  tell: Tell = emitStatus,
): void {
  sim.world.schedule(() => {
    const target = customer.chat.find(({ id }) => id === on);
    if (target) target.reaction = emoji || null;
    send.message.status = 3;
    sim.world.touch();
    tell(sim, send, customer, "sent");
    tell(sim, send, customer, "delivered");
  }, sim.settings.statusDelayMs);
}
