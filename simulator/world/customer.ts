import type { ChatMessage } from "./chat-message.ts";

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
  /** What the phone shows, oldest first. */
  chat: ChatMessage[];
  lastCallId: number | null;
  /** Made by the simulator: by the story, or because somebody was sent a message. */
  isGuest: boolean;
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
