import { phone } from "../../support/calls.ts";

/** WhatsApp's own id of the follow-up to customer n. */
export const whatsappId = (n: number): string => `3EB0${String(n).padStart(16, "0")}`;

const key = (n: number) => ({
  id: whatsappId(n),
  fromMe: true,
  remoteJid: `${phone(n).slice(1)}@s.whatsapp.net`,
});

/** The linked phone shows what was sent in its name. */
export const echoOf = (n: number, text: string): object => ({
  event: "messages.upsert",
  data: { messages: [{ key: key(n), message: { conversation: text } }] },
});

/** Baileys' numbers (Wasender docs, webhook-message-update). */
const codes = { failed: 0, sent: 2, delivered: 3, read: 4 } as const;
export type Told = keyof typeof codes;
export const statusOf = (n: number, told: Told): object => ({
  event: "messages.update",
  data: { key: key(n), update: { status: codes[told] } },
});
