import { waId } from "../meta/bodies.ts";

/** Customer n writes, in the shape of `{type, data}`. */
export const received = (n: number, message: string, over: object = {}): Record<string, unknown> => ({
  type: "message.received",
  data: { from: waId(n), message, messageId: `wamid.IN-${n}`, timestamp: "2026-11-21T09:00:00Z", ...over },
});

export const status = (messageId: string, word: string, n = 1): Record<string, unknown> => ({
  type: "message.status",
  data: { messageId, status: word, phone: waId(n), timestamp: "2026-11-21T09:00:00Z" },
});
