import { createHash } from "node:crypto";
import type { ChatMessage } from "./chat-message.ts";
import type { Line } from "./line.ts";

/**
 * How WhatsApp shows a customer to us: by phone, by LID with the phone beside it, or by LID alone.
 * The last is a person whose number nobody can look up (`senderPn: null`, fact sheet 1.5).
 */
export type Addressing = "pn" | "lid" | "lid-only";

export interface Customer {
  id: string;
  name: string;
  /** E.164 with its `+`. */
  phone: string;
  /** Digits of the LID, never related to the phone's digits. */
  lid: string;
  addressing: Addressing;
  onWhatsapp: boolean;
  /** How Meta names them to this business, whatever else it shows (docs, business-scoped user ids). */
  bsuid: string;
  /** Shown by Meta where the person has one: under `lid` and `lid-only`. */
  username: string;
  /** When they last wrote to a number of ours, or rang it: Meta's window of 24 hours. */
  wroteAt: Partial<Record<Line, number>>;
  /** Switched off: what is sent waits for it, or outlives its time. */
  isPhoneOff: boolean;
  /** What the phone shows, oldest first. */
  chat: ChatMessage[];
  lastCallId: number | null;
  /** Made by the simulator: by the story, or because somebody was sent a message. */
  isGuest: boolean;
}

/** What a person is from the start on, to Meta: the same after every start, for the same phone. */
export function metaIdentity(
  phone: string,
  name: string,
): Pick<Customer, "bsuid" | "username" | "wroteAt" | "isPhoneOff"> {
  const digest = createHash("sha256").update(`bsuid ${phone}`).digest("hex");
  const username = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.+|\.+$/g, "");
  return { bsuid: `IT.${BigInt(`0x${digest.slice(0, 14)}`)}`, username, wroteAt: {}, isPhoneOff: false };
}

export function phoneDigits(customer: Pick<Customer, "phone">): string {
  return customer.phone.slice(1);
}

export function pnJid(customer: Pick<Customer, "phone">): string {
  return `${phoneDigits(customer)}@s.whatsapp.net`;
}

export function lidJid(customer: Pick<Customer, "lid">): string {
  return `${customer.lid}@lid`;
}
