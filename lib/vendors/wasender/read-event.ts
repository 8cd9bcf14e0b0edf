import type { IgnoredReason } from "../../model/codes.ts";
import type { DomainValue, Ignored } from "../../model/domain-value.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { asItem, type Envelope, envelopeItems } from "./envelope.ts";
import { readCalls } from "./read-call.ts";
import { readDeletions } from "./read-deletions.ts";
import { readMessage } from "./read-message.ts";
import { readMessageSent } from "./read-message-sent.ts";
import { readReactions } from "./read-reaction.ts";
import { readSessionStatus } from "./read-session-status.ts";
import { readStatusUpdate } from "./read-status-update.ts";

type ItemReader = (item: JsonRecord, envelope: Envelope) => DomainValue;

const readers: Record<string, ItemReader> = {
  "messages.received": readMessage,
  "messages-personal.received": readMessage,
  "messages.upsert": readMessage,
  "message.sent": readMessageSent,
  "messages.update": readStatusUpdate,
  "session.status": readSessionStatus,
};

/** `call.received` and `messages.deleted` are the SDK's and users' names for the docs' `call`, `messages.delete`. */
const wholeReaders: Record<string, (envelope: Envelope) => DomainValue[]> = {
  "messages.delete": readDeletions,
  "messages.deleted": readDeletions,
  "messages.reaction": readReactions,
  call: readCalls,
  "call.received": readCalls,
};

const nothingIn: Record<string, IgnoredReason> = {
  call: "whatsapp_call",
  "call.received": "whatsapp_call",
  "messages.reaction": "reaction",
};

const ignoredEvents: Record<string, IgnoredReason> = {
  "messages-group.received": "group",
  "messages-newsletter.received": "newsletter",
  "message-receipt.update": "receipt",
  "qrcode.updated": "linking_credential",
  "passkey.updated": "linking_credential",
  "poll.results": "poll_vote",
};
const aboutNoMessage = /^(chats|contacts|groups|group-participants|presence)\./;

/** Every delivery yields at least one value; an item that cannot be read never costs the others. */
export function readEvent(envelope: Envelope): DomainValue[] {
  const { event } = envelope;
  if (Object.hasOwn(readers, event)) {
    const items = envelopeItems(envelope);
    if (items.length === 0) return [ignored("not_a_message", `${event} without data`)];
    return items.map((raw) => {
      const item = asItem(raw);
      return item === null ? ignored("not_a_message", `${event} item`) : readers[event]!(item, envelope);
    });
  }
  if (Object.hasOwn(wholeReaders, event)) {
    const values = wholeReaders[event]!(envelope);
    return values.length > 0 ? values : [ignored(nothingIn[event] ?? "deletion")];
  }
  if (Object.hasOwn(ignoredEvents, event)) return [ignored(ignoredEvents[event]!)];
  return [
    ignored(
      aboutNoMessage.test(event) ? "not_a_message" : "unknown_event",
      event.slice(0, 100).toWellFormed(),
    ),
  ];
}

function ignored(reason: IgnoredReason, detail?: string): Ignored {
  return detail === undefined ? { type: "ignored", reason } : { type: "ignored", reason, detail };
}
