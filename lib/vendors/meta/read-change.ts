import type { DomainValue } from "../../model/domain-value.ts";
import { isRecord, type JsonRecord } from "../shared/as-record.ts";
import { listOf } from "./list-of.ts";
import { readCall } from "./read-call.ts";
import { readError } from "./read-error.ts";
import { readMessage } from "./read-message.ts";
import { readStatus } from "./read-status.ts";

/** About the account and its templates, nobody's message (docs, webhook fields). */
const aboutNoMessage =
  /^(message_template_|template_|phone_number_|account_|business_|user_preferences|group_|security|flows|history|smb_)/;

/** What one change means: at least one value. */
export function readChange(field: string, value: JsonRecord): DomainValue[] {
  const values = field === "messages" ? readMessages(value) : field === "calls" ? readCalls(value) : [];
  if (values.length > 0) return values;
  const isOurs = field === "messages" || field === "calls" || aboutNoMessage.test(field);
  const detail = field.slice(0, 100).toWellFormed();
  return [{ type: "ignored", reason: isOurs ? "not_a_message" : "unknown_event", detail }];
}

function readMessages(value: JsonRecord): DomainValue[] {
  const contacts = listOf(value.contacts);
  const errors = Array.isArray(value.errors) ? value.errors.filter(isRecord).map(readError) : [];
  return [
    ...listOf(value.messages).map((message) => readMessage(message, contacts)),
    ...listOf(value.statuses).map(readStatus),
    ...errors.map(
      ({ code, words }): DomainValue => ({
        type: "ignored",
        reason: "not_a_message",
        detail: `${code ?? "error"} ${words}`.slice(0, 200).toWellFormed(),
      }),
    ),
  ];
}

function readCalls(value: JsonRecord): DomainValue[] {
  const contacts = listOf(value.contacts);
  return listOf(value.calls).map((call) => readCall(call, contacts));
}
