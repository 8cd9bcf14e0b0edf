import type { Customer } from "../world/customer.ts";
import { findCustomer } from "../world/find-customer.ts";
import type { World } from "../world/world.ts";
import { ControlError } from "./control-error.ts";

export function knownCustomer(world: World, reference: string): Customer {
  const customer = findCustomer(world, reference);
  if (!customer) throw new ControlError(404, "no_customer", `No customer "${reference}".`);
  return customer;
}
