import type { DomainValue } from "../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import type { Envelope } from "./envelope.ts";
import { errorText } from "./error-text.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { messageStatus } from "./message-status.ts";
import { notAReply } from "./not-a-reply.ts";
import { readChange } from "./read-change.ts";
import { readKey } from "./read-key.ts";
import { readMessageIds } from "./read-message-ids.ts";
import { readTimestamp } from "./read-timestamp.ts";
import { show } from "./show.ts";
import { unwrapContent } from "./unwrap-content.ts";

/**
 * `messages.update` (Wasender docs, webhook-message-update). The docs' own sample of a message of ours says
 * `fromMe: false`, so that field decides nothing here.
 */
export function readStatusUpdate(item: JsonRecord, envelope: Envelope): DomainValue {
  const foreign = ignoredChat(readKey(item).remoteJid);
  if (foreign !== null) return { type: "ignored", reason: foreign };

  const update = asRecord(item.update);
  const code = update.status ?? item.status;
  if (code === undefined || code === null) return otherUpdate(item, update, envelope);
  const status = messageStatus(code);
  if (status === null) return { type: "ignored", reason: "unknown_status", detail: show(code) };

  const ids = readMessageIds(item);
  if (ids.whatsappId === null && ids.providerMessageId === null) {
    return { type: "ignored", reason: "no_message_id" };
  }
  return {
    type: "message_status",
    ...ids,
    status,
    errorText: status === "failed" ? (errorText(update) ?? errorText(item)) : null,
    providerTimestamp: readTimestamp(envelope.timestamp),
  };
}

/** Baileys' other updates: an edit, a deletion (stub type 1 and no message), new votes or reactions. */
function otherUpdate(item: JsonRecord, update: JsonRecord, envelope: Envelope): DomainValue {
  const key = readKey(item);
  const isWrapped = isRecord(update.editedMessage);
  const { content, edited } = unwrapContent(
    isWrapped ? update.editedMessage : (update.message ?? item.message),
  );
  const change = readChange({ item, key, content, edited: edited || isWrapped, envelope });
  const mark = change ?? notAReply(content, edited || isWrapped);
  if (mark !== null) return mark;
  if ((update.messageStubType === 1 || update.messageStubType === "REVOKE") && key.id !== null) {
    const providerTimestamp = readTimestamp(envelope.timestamp);
    return { type: "message_deleted", whatsappId: key.id, direction: null, providerTimestamp };
  }
  if (Array.isArray(update.pollUpdates)) return { type: "ignored", reason: "poll_vote" };
  if (Array.isArray(update.reactions)) return { type: "ignored", reason: "reaction" };
  return { type: "ignored", reason: "unknown_status", detail: "missing" };
}
