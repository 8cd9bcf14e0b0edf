import { z } from "zod";
import type { Simulation } from "../simulation.ts";
import { switchSession } from "../wasender/switch-session.ts";
import { CUNNEKT_FAULTS, CUNNEKT_SHAPES, FAULTS, META_FAULTS } from "../world/switches.ts";
import { parseOrder } from "./control-error.ts";

const schema = z.strictObject({
  fault: z.enum(FAULTS).optional(),
  faultOnce: z.boolean().optional(),
  sessionDown: z.boolean().optional(),
  receivedOnly: z.boolean().optional(),
  loseNextCall: z.boolean().optional(),
  autoRead: z.boolean().optional(),
  metaFault: z.enum(META_FAULTS).optional(),
  metaFaultOnce: z.boolean().optional(),
  metaLimits: z.boolean().optional(),
  metaClosedLater: z.boolean().optional(),
  metaNewestFirst: z.boolean().optional(),
  metaTwice: z.boolean().optional(),
  metaOldVersion: z.boolean().optional(),
  metaSlowReview: z.boolean().optional(),
  cunnektFault: z.enum(CUNNEKT_FAULTS).optional(),
  cunnektFaultOnce: z.boolean().optional(),
  cunnektShape: z.enum(CUNNEKT_SHAPES).optional(),
});

/** `POST /control/switch`: what is not named stays as it is. */
export function controlSwitch(sim: Simulation, input: unknown) {
  const { sessionDown, ...order } = parseOrder(schema, input);
  Object.assign(sim.world.switches, order);
  if (sessionDown !== undefined) switchSession(sim, sessionDown);
  sim.world.touch();
  return sim.world.switches;
}
