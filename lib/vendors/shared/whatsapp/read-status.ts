import type { DomainValue, MessageStatus } from "../../../model/domain-value.ts";
import type { JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { listOf } from "../list-of.ts";
import { ruleOf } from "./error-rules.ts";
import { readError } from "./read-error.ts";
import { idsOf } from "./read-person.ts";
import { readTime } from "./read-time.ts";

/** A voice message that was played was read. */
const statuses: Record<string, MessageStatus["status"]> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "read",
  failed: "failed",
};

/**
 * `statuses[]`: in no order, and `delivered` may follow `failed` (docs, status messages). Since 2026 the person's ids come with it,
 * in the status or in the contact beside it, not with a failed one. Prices are not read.
 */
export function readStatus(status: JsonRecord, contacts: readonly JsonRecord[]): DomainValue {
  const word = asText(status.status)?.toLowerCase() ?? "";
  if (status.type === "call") return { type: "ignored", reason: "whatsapp_call", detail: word.slice(0, 100) };
  if (status.recipient_type === "group") return { type: "ignored", reason: "group" };
  if (!Object.hasOwn(statuses, word)) {
    return { type: "ignored", reason: "unknown_status", detail: word.slice(0, 100) };
  }
  const whatsappId = asText(status.id);
  if (whatsappId === null) return { type: "ignored", reason: "no_message_id" };
  const failure = word === "failed" ? failureOf(status) : undefined;
  const reference = asText(status.biz_opaque_callback_data);
  const contact = contacts.find(({ wa_id }) => wa_id !== undefined && wa_id === status.recipient_id);
  const { bsuid, parentBsuid } = idsOf(
    [status.recipient_user_id, contact?.user_id],
    [status.recipient_parent_user_id, contact?.parent_user_id],
  );
  return {
    type: "message_status",
    whatsappId,
    providerMessageId: null,
    status: statuses[word]!,
    errorText: word === "failed" ? errorText(status) : null,
    ...(failure && { failure }),
    providerTimestamp: readTime(status.timestamp),
    ...(reference && { reference }),
    ...(bsuid && { recipient: { bsuid, ...(parentBsuid && { parentBsuid }) } }),
  };
}

/** The same codes as of a refused send (docs, error codes). */
function failureOf(status: JsonRecord): MessageStatus["failure"] {
  const means = listOf(status.errors)
    .map(readError)
    .map(({ code }) => (code === null ? undefined : ruleOf(code)?.means));
  return means.find((one) => one?.kind === "failed")?.code as MessageStatus["failure"];
}

function errorText(status: JsonRecord): string | null {
  const told = listOf(status.errors)
    .map(readError)
    .map(({ code, words }) => [code, words].filter((part) => part !== null && part !== "").join(" "));
  return told.filter((text) => text !== "").join("; ") || null;
}
