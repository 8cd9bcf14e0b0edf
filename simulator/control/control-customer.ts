import { z } from "zod";
import type { Simulation } from "../simulation.ts";
import { parseOrder } from "./control-error.ts";
import { knownCustomer } from "./known-customer.ts";

const schema = z.object({
  customer: z.string(),
  addressing: z.enum(["pn", "lid", "lid-only"]).optional(),
  onWhatsapp: z.boolean().optional(),
  isPhoneOff: z.boolean().optional(),
});

/** `POST /control/customer`: how WhatsApp shows this person, and whether they have it at all. */
export function controlCustomer(sim: Simulation, input: unknown) {
  const order = parseOrder(schema, input);
  const customer = knownCustomer(sim.world, order.customer);
  customer.addressing = order.addressing ?? customer.addressing;
  customer.onWhatsapp = order.onWhatsapp ?? customer.onWhatsapp;
  customer.isPhoneOff = order.isPhoneOff ?? customer.isPhoneOff;
  sim.world.touch();
  const { id, phone, lid, bsuid, addressing, onWhatsapp, isPhoneOff } = customer;
  return { id, phone, lid, bsuid, addressing, onWhatsapp, isPhoneOff };
}
