import type { DomainValue } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { readTime } from "./read-time.ts";

/** `reaction {message_id, emoji?}`: without an emoji it is taken back (docs, webhooks, reaction). */
export function readReaction(message: JsonRecord): DomainValue {
  const reaction = asRecord(message.reaction);
  const whatsappId = asText(reaction.message_id);
  if (whatsappId === null) return { type: "ignored", reason: "no_message_id" };
  return {
    type: "reaction",
    whatsappId,
    direction: "in",
    emoji: asText(reaction.emoji)?.trim().slice(0, 40).toWellFormed() || null,
    providerTimestamp: readTime(message.timestamp),
  };
}
