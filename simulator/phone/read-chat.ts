import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Line } from "../world/line.ts";
import { gateways } from "./gateways.ts";

/** The customer opens the chats, or one: everything delivered is read now. */
export function readChat(sim: Simulation, customer: Customer, line?: Line): void {
  for (const send of sim.world.sends) {
    if (send.customerId !== customer.id || (line && send.line !== line)) continue;
    gateways[send.line].read(sim, send, customer);
  }
}
