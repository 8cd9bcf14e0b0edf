import type { Simulation } from "../simulation.ts";
import { readSend } from "../wasender/deliver-send.ts";
import type { Customer } from "../world/customer.ts";

/** The customer opens the chat: everything delivered is read now. */
export function readChat(sim: Simulation, customer: Customer): void {
  for (const send of sim.world.sends) if (send.customerId === customer.id) readSend(sim, send, customer);
}
