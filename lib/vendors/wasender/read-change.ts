import { consentKeys } from "../../model/consent-keys.ts";
import type { DomainValue, MessageDeleted, MessageEdit } from "../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import type { Envelope } from "./envelope.ts";
import { isSomebody, readChat } from "./read-chat.ts";
import { readContent } from "./read-content.ts";
import { asId, type MessageKey } from "./read-key.ts";
import { readTimestamp } from "./read-timestamp.ts";
import { unwrapContent } from "./unwrap-content.ts";

/** Baileys prints the type as a number, other protobuf printers as its name; revoke is 0, so it is falsy. */
const revokes: unknown[] = [0, "0", "REVOKE"];
const edits: unknown[] = [14, "14", "MESSAGE_EDIT"];

interface Change {
  item: JsonRecord;
  key: MessageKey;
  content: JsonRecord;
  edited: boolean;
  envelope: Envelope;
}

/**
 * What this does to an earlier message, or null: deleted for everyone, or changed. Since May 2026 phones seal their edits
 * (`secretEncryptedMessage`, readable only with the first message's secret: docs/facts/whatsapp-content.md).
 */
export function readChange(change: Change): DomainValue | null {
  const { content, key, edited } = change;
  const sealed = content.secretEncryptedMessage;
  if (isRecord(sealed)) {
    const target = asId(asRecord(sealed.targetMessageKey).id);
    return target === null ? null : editOf(change, target, null);
  }
  const protocol = content.protocolMessage;
  if (isRecord(protocol)) {
    const target = asId(asRecord(protocol.key).id);
    if (revokes.includes(protocol.type) && target !== null) return deletion(change, target);
    const isEdit = edits.includes(protocol.type) || isRecord(protocol.editedMessage);
    if (!isEdit || target === null) return null;
    return editOf(change, target, wordsOf(protocol.editedMessage));
  }
  if (!edited || key.id === null) return null;
  return editOf(change, key.id, readContent(null, content)?.text ?? null);
}

function wordsOf(message: unknown): string | null {
  return readContent(null, unwrapContent(message).content)?.text ?? null;
}

function editOf({ item, key, envelope }: Change, target: string, text: string | null): DomainValue {
  if (key.fromMe || envelope.event === "message.sent")
    return { type: "ignored", reason: "edit", detail: "own" };
  const chat = readChat(key.fields, false);
  if (!isSomebody(chat)) return { type: "ignored", reason: "no_chat" };
  return {
    type: "message_edit",
    whatsappId: target,
    chat,
    text,
    pushName: asText(item.pushName),
    providerTimestamp: readTimestamp(item.messageTimestamp ?? envelope.timestamp),
    consentKeys: consentKeys(text),
  } satisfies MessageEdit;
}

function deletion({ item, key, envelope }: Change, target: string): MessageDeleted {
  const own = key.fromMe || envelope.event === "message.sent";
  const chat = readChat(key.fields, own);
  return {
    type: "message_deleted",
    whatsappId: target,
    direction: own ? "out" : "in",
    ...(!own && isSomebody(chat) && { chat }),
    providerTimestamp: readTimestamp(item.messageTimestamp ?? envelope.timestamp),
  };
}
