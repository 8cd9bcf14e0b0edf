import type { Customer } from "./customer.ts";
import type { World } from "./world.ts";

export function findByPhone(world: World, phone: string): Customer | undefined {
  const digits = phone.replace(/\D/g, "");
  return world.customers.find((customer) => customer.phone.slice(1) === digits);
}

export function findByLid(world: World, lid: string): Customer | undefined {
  const digits = lid.replace(/@.*$/, "");
  return world.customers.find((customer) => customer.lid === digits);
}

export function findByBsuid(world: World, bsuid: string): Customer | undefined {
  return world.customers.find((customer) => customer.bsuid === bsuid);
}

/** By id, by phone, by LID or by business-scoped id: what a script has at hand. */
export function findCustomer(world: World, reference: string): Customer | undefined {
  return (
    world.customers.find((customer) => customer.id === reference) ??
    findByBsuid(world, reference) ??
    (reference.endsWith("@lid") ? findByLid(world, reference) : findByPhone(world, reference))
  );
}
