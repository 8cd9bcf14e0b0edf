import { randomInt } from "node:crypto";
import { type Customer, metaIdentity } from "./customer.ts";
import { findByPhone } from "./find-customer.ts";
import type { World } from "./world.ts";

const FARMS = ["Agriturismo Il Noce", "Tenuta Campolungo", "Cascina Bellavista", "Azienda Agricola Colli"];

/** A phone that appears when the story needs a stranger, or when somebody unknown is written to. */
export function addGuest(world: World, phone = freshPhone(world), name?: string): Customer {
  const number = world.customers.filter((customer) => customer.isGuest).length + 1;
  const called = name ?? `${FARMS[(number - 1) % FARMS.length]} ${number}`;
  const guest: Customer = {
    ...metaIdentity(phone, called),
    id: `guest-${number}`,
    name: called,
    phone,
    lid: `1${randomInt(10 ** 13, 10 ** 14 - 1)}`,
    addressing: "pn",
    onWhatsapp: !phone.endsWith("404"),
    chat: [],
    lastCallId: null,
    isGuest: true,
  };
  world.customers.push(guest);
  world.touch();
  return guest;
}

/**
 * The product keeps its data when the simulator starts again, and a number it has asked before is
 * covered by that open ask: so the number is drawn, not counted. 100,000 valid Italian mobiles.
 */
function freshPhone(world: World): string {
  for (;;) {
    const phone = `+39333${String(randomInt(10_000, 99_999)).padStart(7, "0")}`;
    if (!phone.endsWith("404") && !findByPhone(world, phone)) return phone;
  }
}
