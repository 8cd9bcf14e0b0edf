import type { Simulation } from "../simulation.ts";
import { emitWebhook } from "./emit-webhook.ts";

/** A session that comes back replays what phones wrote meanwhile. */
export function switchSession(sim: Simulation, down: boolean): void {
  const { switches } = sim.world;
  if (switches.sessionDown === down) return;
  switches.sessionDown = down;
  sim.world.touch();
  void emitWebhook(sim, "session.status", { status: down ? "disconnected" : "connected" });
  if (!down) sim.poster.releaseHeld();
}
