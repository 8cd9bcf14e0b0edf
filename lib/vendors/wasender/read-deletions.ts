import type { DomainValue } from "../../model/domain-value.ts";
import { asRecord } from "../shared/as-record.ts";
import type { Envelope } from "./envelope.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { readKey } from "./read-key.ts";
import { readTimestamp } from "./read-timestamp.ts";

/** `messages.delete`: `data.keys`, or one key (Wasender docs, webhook-message-delete); `{jid, all}` clears a chat for ourselves. */
export function readDeletions(envelope: Envelope): DomainValue[] {
  const data = asRecord(envelope.data);
  const keys = Array.isArray(data.keys) ? data.keys : [data.key ?? envelope.data].flat();
  return keys.map((raw): DomainValue => {
    const key = readKey(asRecord(raw));
    const foreign = ignoredChat(key.remoteJid);
    if (foreign !== null) return { type: "ignored", reason: foreign };
    if (key.id === null) return { type: "ignored", reason: "deletion" };
    return {
      type: "message_deleted",
      whatsappId: key.id,
      direction: null,
      providerTimestamp: readTimestamp(envelope.timestamp),
    };
  });
}
