import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import { emitGraph, metadata } from "./emit-graph.ts";
import { statusError } from "./graph-error.ts";
import { contactOf, recipientOf } from "./person.ts";

export type StatusWord = "sent" | "delivered" | "read" | "failed";

/** One of `statuses[]` (docs, status messages); `code` says why it failed. */
export function statusOf(sim: Simulation, send: Send, customer: Customer, status: StatusWord, code?: number) {
  const pricing = { billable: true, pricing_model: "PMP", type: "regular", category: send.category };
  return {
    id: send.message.id,
    status,
    timestamp: String(Math.floor(sim.world.now() / 1000)),
    ...recipientOf(customer),
    ...(send.callback !== null && { biz_opaque_callback_data: send.callback }),
    ...(status !== "failed" && { pricing }),
    ...(code !== undefined && { errors: [statusError(code)] }),
  };
}

/** The value around statuses: who they are about stands beside them, except with a failure. */
export function statusValue(customer: Customer | null, statuses: object[]) {
  return {
    messaging_product: "whatsapp",
    metadata: metadata(),
    ...(customer && { contacts: [contactOf(customer)] }),
    statuses,
  };
}

export function emitStatus(
  sim: Simulation,
  send: Send,
  customer: Customer,
  status: StatusWord,
  code?: number,
): void {
  const { world } = sim;
  const one = statusOf(sim, send, customer, status, code);
  const { waitingStatuses } = world.meta;
  if (world.switches.metaNewestFirst || waitingStatuses.length > 0) {
    waitingStatuses.push(one);
    if (waitingStatuses.length === 1) world.schedule(() => emitWaiting(sim), 3 * sim.settings.statusDelayMs);
    return;
  }
  void emitGraph(
    sim,
    "messages",
    statusValue(status === "failed" ? null : customer, [one]),
    `status ${status}`,
  );
}

/** All that waited, in one body, newest first: Meta promises no order. */
function emitWaiting(sim: Simulation): void {
  const statuses = sim.world.meta.waitingStatuses.splice(0).toReversed();
  void emitGraph(sim, "messages", statusValue(null, statuses), `${statuses.length} statuses`);
}
