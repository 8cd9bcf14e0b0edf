import { isPhoneServer, jidPhone } from "./jid-phone.ts";
import { readAddress } from "./read-address.ts";

/** The last of the notice's addresses that is a number; an older form of it names the old one first. */
export function readNewPhone(parameters: unknown): string | null {
  const addresses = (Array.isArray(parameters) ? parameters : [parameters]).slice(0, 5).map(readAddress);
  const phones = addresses.filter(
    (address) => address !== null && (isPhoneServer(address.server) || address.plus),
  );
  const last = phones.at(-1);
  return last ? jidPhone(last) : null;
}
