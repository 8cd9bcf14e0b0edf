import { z } from "zod";
import { endCall, VIAS } from "../cloudtalk/end-call.ts";
import { OUTCOMES } from "../cloudtalk/finished-call.ts";
import type { Simulation } from "../simulation.ts";
import { addGuest } from "../world/add-guest.ts";
import { findByPhone } from "../world/find-customer.ts";
import { ControlError, parseOrder } from "./control-error.ts";
import { knownCustomer } from "./known-customer.ts";
import { realVendor } from "./real-vendor.ts";

const schema = z.object({
  /** Id, phone or LID of a customer. */
  customer: z.string().optional(),
  /** Another number, `+` and digits; it gets a phone of its own here. */
  phone: z
    .string()
    .regex(/^\+\d{8,15}$/)
    .or(z.literal(""))
    .optional(),
  outcome: z.enum(OUTCOMES).default("answered"),
  talkingSeconds: z.coerce.number().int().min(0).max(86_400).default(206),
  via: z.enum(VIAS).default("workflow"),
  shouldSend: z.boolean().default(true),
  twice: z.boolean().default(false),
  /** Tell more about the customer's last call instead of ending a new one. */
  lastCall: z.boolean().default(false),
});

/** `POST /control/call` */
export function controlCall(sim: Simulation, input: unknown) {
  const { customer: reference, phone, lastCall, ...order } = parseOrder(schema, input);
  const real = realVendor(sim.settings);
  if (real && !phone) {
    throw new ControlError(409, real.code, `A real ${real.title} is connected: give a phone of your own.`);
  }
  const customer = phone
    ? (findByPhone(sim.world, phone) ?? addGuest(sim.world, phone, phone))
    : knownCustomer(sim.world, reference ?? sim.world.customers[0]!.id);
  const callId = lastCall ? (customer.lastCallId ?? undefined) : undefined;
  const { call } = endCall(sim, { ...order, customer, callId });
  return { callId: call.callId, uuid: call.uuid, customer: customer.id, phone: call.externalNumber };
}
