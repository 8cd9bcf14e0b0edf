import type { DomainValue, Reaction } from "../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { asItem, type Envelope, envelopeItems } from "./envelope.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { asId, readKey } from "./read-key.ts";
import { readTimestamp } from "./read-timestamp.ts";

/** `messages.reaction` (Wasender docs): the outer key is of what was reacted to, the inner one of the reaction itself. */
export function readReactions(envelope: Envelope): DomainValue[] {
  return envelopeItems(envelope).map((raw) => {
    const item = asItem(raw) ?? {};
    const { id, remoteJid } = readKey(item);
    const foreign = ignoredChat(remoteJid);
    if (foreign !== null) return { type: "ignored", reason: foreign };
    const reaction = asRecord(item.reaction);
    if (!isRecord(reaction.key)) return { type: "ignored", reason: "reaction" };
    return (
      reactionOn(id, readKey({ key: reaction.key }).fromMe, reaction, envelope) ?? {
        type: "ignored",
        reason: "reaction",
      }
    );
  });
}

/** The same as a message of its own, as Baileys brings it: `reactionMessage` names its target. Null where it names none. */
export function readReaction(content: JsonRecord, fromMe: boolean, envelope: Envelope): Reaction | null {
  if (!isRecord(content.reactionMessage)) return null;
  const { key } = content.reactionMessage;
  return reactionOn(asId(asRecord(key).id), fromMe, content.reactionMessage, envelope);
}

/** An empty text takes it back. */
function reactionOn(
  whatsappId: string | null,
  fromMe: boolean,
  { text, senderTimestampMs }: JsonRecord,
  envelope: Envelope,
): Reaction | null {
  if (whatsappId === null) return null;
  return {
    type: "reaction",
    whatsappId,
    direction: fromMe ? "out" : "in",
    emoji: asText(text)?.slice(0, 64).toWellFormed() ?? null,
    providerTimestamp: readTimestamp(senderTimestampMs ?? envelope.timestamp),
  };
}
