export type ChatKind = "text" | "photo" | "video" | "pdf" | "voice";

/** WhatsApp's own numbers (Baileys' enum): 0 error, 1 pending, 2 sent, 3 delivered, 4 read. */
export type ChatStatus = 0 | 1 | 2 | 3 | 4;

/** One bubble on the customer's phone. */
export interface ChatMessage {
  /** WhatsApp's hexadecimal id: `key.id` in webhooks. */
  id: string;
  from: "business" | "customer";
  kind: ChatKind;
  /** Text, or caption. */
  text: string;
  fileName: string | null;
  at: number;
  /** The id of the message it swipes on. */
  quotes: string | null;
  status: ChatStatus;
  reaction: string | null;
  edited: boolean;
  deleted: boolean;
}
