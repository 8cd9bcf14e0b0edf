import { randomBytes } from "node:crypto";

/** The id of a message sent through a linked device, as Baileys makes them: 3EB0 and 18 hex digits. */
export function deviceMessageId(): string {
  return `3EB0${randomBytes(9).toString("hex").toUpperCase()}`;
}

/** The id of a message written on an Android phone: AC and 30 hex digits. */
export function phoneMessageId(): string {
  return `AC${randomBytes(15).toString("hex").toUpperCase()}`;
}
