import type { Simulation } from "../simulation.ts";
import type { Customer } from "../world/customer.ts";
import type { Send } from "../world/send.ts";
import type { MetaFault } from "../world/switches.ts";
import { emitStatus, type StatusWord } from "./statuses.ts";

/** Who tells the product of a status: Meta itself, or who stands between. */
export type Tell = (
  sim: Simulation,
  send: Send,
  customer: Customer,
  status: StatusWord,
  code?: number,
) => void;

const FAILURES: Partial<Record<MetaFault, number>> = {
  "held-dropped": 132015,
  "fails-later": 131026,
  "fails-then-delivered": 131026,
  "not-now": 131049,
  "stopped-marketing": 131050,
};
/** How many steps a template is held while Meta looks at what people say of it. */
const HELD_STEPS = 6;

/** After it was accepted: sent, delivered, read; or what the fault says instead. One step each `statusDelayMs`. */
export function deliverMessage(
  sim: Simulation,
  send: Send,
  customer: Customer,
  fault: MetaFault,
  tell: Tell = emitStatus,
): void {
  const after = (steps: number, then: () => void) =>
    sim.world.schedule(then, steps * sim.settings.statusDelayMs);
  const code = customer.onWhatsapp ? FAILURES[fault] : 131026;
  if (code !== undefined) {
    const fails = () => setStatus(sim, send, customer, "failed", tell, code);
    after(fault === "held-dropped" ? HELD_STEPS : 1, fails);
    if (fault === "fails-then-delivered") after(3, () => arrive(sim, send, customer, tell));
    return;
  }
  const start = fault === "held" ? HELD_STEPS : 0;
  after(start + 1, () => {
    setStatus(sim, send, customer, "sent", tell);
    // Dropped when its time is over: of that Meta says nothing (docs, time to live).
    if (fault !== "expires") after(1, () => arrive(sim, send, customer, tell));
  });
}

/** It fails for a reason that is told later, such as a window that had closed. */
export function failMessage(
  sim: Simulation,
  send: Send,
  customer: Customer,
  code: number,
  tell: Tell = emitStatus,
): void {
  sim.world.schedule(() => setStatus(sim, send, customer, "failed", tell, code), sim.settings.statusDelayMs);
}

/** A phone that is off gets it when it is on again, if it still may. */
function arrive(sim: Simulation, send: Send, customer: Customer, tell: Tell): void {
  if (customer.isPhoneOff) return void waitForPhone(sim, send, customer, tell);
  const isOver = send.ttlSeconds !== null && sim.world.now() > send.acceptedAt + send.ttlSeconds * 1000;
  if (isOver) return;
  customer.chat.push(send.message);
  setStatus(sim, send, customer, "delivered", tell);
  sim.world.schedule(() => {
    if (sim.world.switches.autoRead) readMessage(sim, send, customer, tell);
  }, sim.settings.statusDelayMs);
}

function waitForPhone(sim: Simulation, send: Send, customer: Customer, tell: Tell): void {
  const forget = sim.world.onChange(() => {
    if (customer.isPhoneOff) return;
    forget();
    arrive(sim, send, customer, tell);
  });
}

export function readMessage(sim: Simulation, send: Send, customer: Customer, tell: Tell = emitStatus): void {
  if (send.message.status === 3) setStatus(sim, send, customer, "read", tell);
}

const NUMBERS = { failed: 0, sent: 2, delivered: 3, read: 4 } as const;

function setStatus(
  sim: Simulation,
  send: Send,
  customer: Customer,
  status: StatusWord,
  tell: Tell,
  code?: number,
): void {
  send.message.status = NUMBERS[status];
  sim.world.touch();
  tell(sim, send, customer, status, code);
}
