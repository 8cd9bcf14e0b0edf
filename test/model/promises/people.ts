import { phone } from "../../support/calls.ts";
import { Broken, type Step } from "../act.ts";
import { type Model, optedOut } from "../model.ts";
import { lidOf } from "../people.ts";

/** Phone and LID that came together are one contact; who asked to be left alone is. */
export function people(m: Model, { after }: Step): void {
  const contactOf = (value: string) => after.identities.find((i) => i.value === value)?.contact;
  for (const customer of m.linked) {
    const [byPhone, byLid] = [contactOf(phone(customer)), contactOf(lidOf(customer))];
    if (byPhone === undefined || byPhone !== byLid)
      throw new Broken("contact", `customer ${customer} is contact ${byPhone} by phone and ${byLid} by LID`);
  }
  for (const customer of new Set([...m.stoppedByPhone, ...m.linked])) {
    const contact = after.contacts.find(({ id }) => id === contactOf(phone(customer)))!;
    if (optedOut(m, customer) && !contact.out)
      throw new Broken("I11", `customer ${customer} wrote a stop word and is not opted out`);
  }
  for (const { contact, value } of after.identities)
    if (after.contacts.find(({ id }) => id === contact)!.merged)
      throw new Broken("contact", `${value} belongs to contact ${contact}, which was merged away`);
}
