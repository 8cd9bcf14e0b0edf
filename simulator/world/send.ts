import type { ChatMessage } from "./chat-message.ts";
import type { Line } from "./line.ts";

/** A message that one of the pretend vendors took, whatever it answered. */
export interface Send {
  /** Who took it. */
  line: Line;
  /** Wasender's own number; the hexadecimal id is `message.id`. */
  msgId: number;
  customerId: string;
  /** The `to` of the request, as written. */
  to: string;
  acceptedAt: number;
  /** Reaches the phone's chat when it is delivered. */
  message: ChatMessage;
  /** `biz_opaque_callback_data`: said again in each of its statuses. */
  callback: string | null;
  /** What Meta counts it as: the template's category in small letters, else `service`. */
  category: string;
  /** After so many seconds it is dropped unseen, without a word (docs, time to live). */
  ttlSeconds: number | null;
}

export function newSend(
  given: Pick<Send, "line" | "msgId" | "customerId" | "to" | "acceptedAt" | "message"> & Partial<Send>,
): Send {
  return { callback: null, category: "service", ttlSeconds: null, ...given };
}
