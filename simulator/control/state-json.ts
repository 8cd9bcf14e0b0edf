import type { Simulation } from "../simulation.ts";
import { waitingFor } from "../story/waiting-for.ts";
import { maskSecrets } from "./mask-secrets.ts";

/** `GET /state.json`: everything a script wants to know, without secrets. */
export function stateJson(sim: Simulation) {
  const { world, settings } = sim;
  return {
    version: world.version,
    now: world.now(),
    productUrl: settings.productUrl,
    limits: world.limits,
    switches: world.switches,
    meta: { quality: world.meta.quality, limit: world.meta.limit, templates: world.meta.templates },
    story: world.story && { ...world.story, waitingFor: waitingFor(world) },
    customers: world.customers,
    sends: world.sends.slice(-100),
    leads: world.leads.slice(-100),
    wire: maskSecrets(world.wire(100)),
  };
}
