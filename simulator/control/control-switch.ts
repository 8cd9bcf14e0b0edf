import { z } from "zod";
import type { Simulation } from "../simulation.ts";
import { switchSession } from "../wasender/switch-session.ts";
import { FAULTS } from "../world/switches.ts";
import { parseOrder } from "./control-error.ts";

const schema = z.strictObject({
  fault: z.enum(FAULTS).optional(),
  faultOnce: z.boolean().optional(),
  sessionDown: z.boolean().optional(),
  receivedOnly: z.boolean().optional(),
  loseNextCall: z.boolean().optional(),
  autoRead: z.boolean().optional(),
});

/** `POST /control/switch`: what is not named stays as it is. */
export function controlSwitch(sim: Simulation, input: unknown) {
  const { sessionDown, ...order } = parseOrder(schema, input);
  Object.assign(sim.world.switches, order);
  if (sessionDown !== undefined) switchSession(sim, sessionDown);
  sim.world.touch();
  return sim.world.switches;
}
