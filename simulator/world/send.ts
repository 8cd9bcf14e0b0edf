import type { ChatMessage } from "./chat-message.ts";

/** A message that the pretend Wasender took, whatever it answered. */
export interface Send {
  /** Wasender's own number; the hexadecimal id is `message.id`. */
  msgId: number;
  customerId: string;
  /** The `to` of the request, as written. */
  to: string;
  acceptedAt: number;
  /** Reaches the phone's chat when it is delivered. */
  message: ChatMessage;
}
