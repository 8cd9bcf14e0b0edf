import type { DomainValue } from "../../model/domain-value.ts";
import { isRecord, type JsonRecord } from "../shared/as-record.ts";
import type { Envelope } from "./envelope.ts";
import { errorText } from "./error-text.ts";
import { ignoredChat } from "./ignored-chat.ts";
import { messageStatus } from "./message-status.ts";
import { readKey } from "./read-key.ts";
import { readMessage } from "./read-message.ts";
import { readMessageIds } from "./read-message-ids.ts";
import { readTimestamp } from "./read-timestamp.ts";
import { show } from "./show.ts";

/**
 * `message.sent` (Wasender docs, webhook-message-sent): `{key, message, success: true}`, or
 * `{success: false, error}` with no id at all. The older help page shows `{id, to, status, type, content}`.
 */
export function readMessageSent(item: JsonRecord, envelope: Envelope): DomainValue {
  const failed = item.success === false || item.success === "false";
  if (isRecord(item.key) && !failed) return readMessage(item, envelope);
  const foreign = ignoredChat(readKey(item).remoteJid);
  if (foreign !== null) return { type: "ignored", reason: foreign };

  const status = failed ? "failed" : messageStatus(item.status);
  if (status === null) return { type: "ignored", reason: "unknown_status", detail: show(item.status) };
  const ids = readMessageIds(item);
  if (!failed && ids.whatsappId === null && ids.providerMessageId === null) {
    return { type: "ignored", reason: "no_message_id" };
  }
  return {
    type: "message_status",
    ...ids,
    status,
    errorText: status === "failed" ? errorText(item) : null,
    providerTimestamp: readTimestamp(envelope.timestamp),
  };
}
