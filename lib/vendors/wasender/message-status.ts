import type { MessageStatus } from "../../model/domain-value.ts";

/** 0 to 5 as in Wasender docs, webhook-message-update (Baileys' enum). 0 is an error, and falsy. */
const byNumber: MessageStatus["status"][] = ["failed", "accepted", "sent", "delivered", "read", "read"];

/** The SDK's types and Baileys' enum names; the last two are what sends and the message log say. */
const byWord: Record<string, MessageStatus["status"]> = {
  error: "failed",
  pending: "accepted",
  server_ack: "sent",
  sent: "sent",
  delivery_ack: "delivered",
  delivered: "delivered",
  read: "read",
  played: "read",
  failed: "failed",
  in_progress: "accepted",
};

export function messageStatus(value: unknown): MessageStatus["status"] | null {
  if (typeof value === "number") return byNumber[value] ?? null;
  if (typeof value !== "string") return null;
  const word = value.trim().toLowerCase();
  if (/^\d$/.test(word)) return byNumber[Number(word)] ?? null;
  return Object.hasOwn(byWord, word) ? byWord[word]! : null;
}
