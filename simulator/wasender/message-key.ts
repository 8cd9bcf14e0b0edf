import { type Customer, lidJid, phoneDigits, pnJid } from "../world/customer.ts";
import { OWN_NUMBER } from "./own-number.ts";

/** `key` of a message the customer wrote, in the three ways WhatsApp addresses people. */
export function inboundKey(customer: Customer, id: string) {
  const common = { id, fromMe: false };
  const pn = { senderPn: pnJid(customer), cleanedSenderPn: phoneDigits(customer) };
  const senderLid = lidJid(customer);
  switch (customer.addressing) {
    case "pn":
      return { ...common, remoteJid: pnJid(customer), addressingMode: "pn", ...pn, senderLid };
    case "lid":
      return { ...common, remoteJid: senderLid, addressingMode: "lid", ...pn, senderLid };
    case "lid-only":
      return {
        ...common,
        remoteJid: senderLid,
        addressingMode: "lid",
        senderPn: null,
        cleanedSenderPn: null,
        senderLid,
      };
  }
}

/**
 * `key` of our own message coming back. The other party is `remoteJid`; under LID addressing the sender
 * fields name ourselves. Who hides the number was written to by number, and is echoed by it.
 */
export function echoKey(customer: Customer, id: string) {
  const common = { id, fromMe: true, remoteJid: chatJid(customer) };
  if (customer.addressing !== "lid") return { ...common, addressingMode: "pn" };
  const senderPn = OWN_NUMBER.pn;
  return {
    ...common,
    addressingMode: "lid",
    senderPn,
    cleanedSenderPn: senderPn.split("@")[0],
    senderLid: OWN_NUMBER.lid,
  };
}

/** The chat as our linked device sees it. */
export function chatJid(customer: Customer): string {
  return customer.addressing === "lid" ? lidJid(customer) : pnJid(customer);
}
