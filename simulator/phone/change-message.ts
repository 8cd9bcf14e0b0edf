import type { Simulation } from "../simulation.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { gateways } from "./gateways.ts";

/** The customer rewrites a message. */
export function editMessage(sim: Simulation, customer: Customer, target: ChatMessage, text: string): void {
  target.text = text;
  target.edited = true;
  sim.world.touch();
  gateways[target.line].edited(sim, customer, target, text);
}

export function deleteMessage(sim: Simulation, customer: Customer, target: ChatMessage): void {
  target.deleted = true;
  sim.world.touch();
  gateways[target.line].deleted(sim, customer, target);
}
