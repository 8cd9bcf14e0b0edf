import type { DomainValue } from "../../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { listOf } from "../list-of.ts";
import { readCall } from "./read-call.ts";
import { readError } from "./read-error.ts";
import { readMessage } from "./read-message.ts";
import { readNumberNews } from "./read-number-news.ts";
import { phoneOf } from "./read-person.ts";
import { readPreference } from "./read-preference.ts";
import { readStatus } from "./read-status.ts";
import { readTemplateNews } from "./read-template-news.ts";

/** About the account, nobody's message (docs, webhook fields). */
const aboutNoMessage =
  /^(message_template_|template_|phone_number_|account_|business_|user_preferences|group_|security|flows|history|smb_)/;

/** What one change means: at least one value. A vendor that sends a value bare says nothing of its field. */
export function readChange(field: string, value: JsonRecord): DomainValue[] {
  const values = valuesOf(field, value);
  if (values.length > 0) return values;
  const isOurs = field === "messages" || field === "calls" || aboutNoMessage.test(field);
  const detail = field.slice(0, 100).toWellFormed();
  return [{ type: "ignored", reason: isOurs ? "not_a_message" : "unknown_event", detail }];
}

function valuesOf(field: string, value: JsonRecord): DomainValue[] {
  if (field === "messages" || field === "calls") return [...readMessages(value), ...errorsOf(value)];
  if (field === "user_preferences") {
    return listOf(value.user_preferences).map((one) => readPreference(one, listOf(value.contacts)));
  }
  if (/^(message_)?template_/.test(field)) {
    const news = readTemplateNews(value);
    return news === null ? [] : [news];
  }
  const news = readNumberNews(field, value);
  return news === null ? [] : [news];
}

function readMessages(value: JsonRecord): DomainValue[] {
  const contacts = listOf(value.contacts);
  const ourNumber = phoneOf(asText(asRecord(value.metadata).display_phone_number));
  return [
    ...listOf(value.messages).flatMap((message) => readMessage(message, contacts)),
    ...listOf(value.statuses).map((status) => readStatus(status, contacts)),
    ...listOf(value.calls).map((call) => readCall(call, contacts, ourNumber)),
  ];
}

/** What went wrong without a message (docs, errors at the level of the value): in sight at the number. */
function errorsOf(value: JsonRecord): DomainValue[] {
  const errors = Array.isArray(value.errors) ? value.errors.filter(isRecord).map(readError) : [];
  return errors.map(({ code, words }) => ({
    type: "number_news",
    isError: true,
    detail: `${code ?? "error"} ${words}`.trim().slice(0, 500).toWellFormed(),
  }));
}
