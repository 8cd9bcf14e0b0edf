import { randomBytes } from "node:crypto";

/** A valid Italian mobile of its own for number n. */
export const phone = (n: number): string => `+39333${String(1_000_000 + n).padStart(7, "0")}`;

/** A workflow body of an answered call; `over` changes or (with undefined) removes fields. */
export function endedCall(n: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event: "call-ended",
    call_id: String(900_000_000 + n),
    external_number: phone(n).slice(1),
    direction: "outgoing",
    talking_time: "120",
    contact_name: `Cliente ${n}`,
    ...over,
  };
}

/** A text (or whatever `message` holds) from customer n, as messages.received brings it. */
export function inbound(
  n: number,
  text: string,
  over: { id?: string; key?: object; message?: object } = {},
): object {
  return {
    event: "messages.received",
    timestamp: 1_794_830_400,
    data: {
      messages: {
        key: {
          id: over.id ?? randomBytes(10).toString("hex").toUpperCase(),
          fromMe: false,
          remoteJid: `${phone(n).slice(1)}@s.whatsapp.net`,
          cleanedSenderPn: phone(n).slice(1),
          ...over.key,
        },
        messageBody: text,
        message: over.message ?? { conversation: text },
      },
    },
  };
}

export const pdf = {
  documentMessage: { mimetype: "application/pdf", fileName: "bolletta.pdf", fileLength: "1000" },
};
