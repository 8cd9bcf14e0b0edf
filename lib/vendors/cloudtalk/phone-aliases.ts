import type { CallEnded } from "../../model/domain-value.ts";
import { mappedKey } from "./field-mapping.ts";

const mapped = mappedKey("phone");

/** CloudTalk's own: the customer's, whoever called. */
const external = [
  "externalnumber",
  "externalnumbernumbere164",
  "externalnumbernumber",
  "publicexternal",
  "externalphone",
];
const customer = [
  "customerphone",
  "customernumber",
  "customerphonenumber",
  "clientphone",
  "clientnumber",
  "contactphone",
  "contactnumber",
  "contactphonenumber",
  "contacts0number",
  "contacts0phone",
];
const plain = ["phonenumber", "phone", "number", "telefono", "numero", "cellulare", "mobile", "msisdn"];
/**
 * VoiceAgent results name the customer "caller" in either direction (seen in stored records of PRIOR). Before
 * the plainer names, which may be a number that a language model heard somebody dictate.
 */
const caller = ["callernumber", "callerphone", "callerphonenumber", "caller"];
const from = ["from", "fromnumber"];
const to = ["to", "tonumber", "callednumber", "callee", "calleenumber", "destination"];

/** In which fields the customer's number may be, best first; the rest of `from` and `to` is our own line. */
export function phoneAliases(direction: CallEnded["direction"]): string[] {
  if (direction === "incoming") return [mapped, ...external, ...caller, ...customer, ...from, ...plain];
  if (direction === "outgoing") return [mapped, ...external, ...customer, ...to, ...caller, ...plain];
  return [mapped, ...external, ...caller, ...customer, ...plain];
}

/** Without a direction, `from` or `to` says who the customer is only when the other one is missing. */
export const sidesOfCall = { from, to };

export const allPhoneAliases = [mapped, ...external, ...customer, ...caller, ...plain, ...from, ...to];
