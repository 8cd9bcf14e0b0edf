import type { Simulation } from "../simulation.ts";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import { gateways } from "./gateways.ts";

/** A reaction to one of our messages, which opens a window as any message does; an empty text takes it back. */
export function react(sim: Simulation, customer: Customer, target: ChatMessage, text: string): void {
  target.reaction = text || null;
  customer.wroteAt[target.line] = sim.world.now();
  sim.world.touch();
  gateways[target.line].reacted(sim, customer, target, text);
}
