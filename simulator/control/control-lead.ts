import { z } from "zod";
import { AD_VENDORS } from "../leads/pretend-lead.ts";
import { submitLead } from "../leads/submit-lead.ts";
import type { Simulation } from "../simulation.ts";
import { findByPhone } from "../world/find-customer.ts";
import { ControlError, parseOrder } from "./control-error.ts";
import { knownCustomer } from "./known-customer.ts";
import { realVendor } from "./real-vendor.ts";

const text = z.string().max(200).trim().optional();

const schema = z.object({
  /** Whose phone is shown: who fills the form in, where nothing else is typed. */
  customer: z.string(),
  vendor: z.enum(AD_VENDORS).default("meta"),
  name: text,
  /** As people type it; empty: the customer's own number. */
  phone: text,
  email: text,
  answer: text,
  consent: z.boolean().default(true),
  organic: z.boolean().default(false),
  test: z.boolean().default(false),
  refused: z.boolean().default(false),
  twice: z.boolean().default(false),
});

/** `POST /control/lead`: an advertisement's form is filled in. */
export async function controlLead(sim: Simulation, input: unknown) {
  const { customer: reference, twice, ...typed } = parseOrder(schema, input);
  const real = realVendor(sim.settings);
  if (real && !typed.phone) {
    throw new ControlError(409, real.code, `A real ${real.title} is connected: give a phone of your own.`);
  }
  const shown = knownCustomer(sim.world, reference);
  const phone = typed.phone || shown.phone;
  const given = { email: typed.email ?? "", answer: typed.answer ?? "" };
  const submitted = await submitLead(sim, { ...typed, ...given, name: typed.name || shown.name, phone });
  if (!submitted) {
    throw new ControlError(409, `no_${typed.vendor}`, `There is no pretend ${typed.vendor} here.`);
  }
  const posts = await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => submitted.tell()));
  const written = findByPhone(sim.world, phone) ?? shown;
  return {
    lead: submitted.lead.id,
    customer: written.id,
    statuses: posts.map(({ attempts }) => attempts.at(-1)?.status),
  };
}
