import type { DomainValue, Line, ParsedDelivery } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { listOf } from "../list-of.ts";
import { readChange } from "./read-change.ts";
import { phoneOf } from "./read-person.ts";
import { readTime } from "./read-time.ts";

interface Change {
  field: string;
  value: JsonRecord;
  /** `metadata.phone_number_id` */
  account: string | null;
  line: Line;
  /** `entry.time` */
  at: string | null;
}

/**
 * `{object, entry: [{id, changes: [{field, value}]}]}` (docs, webhooks). One delivery may tell of several numbers, of messages and of
 * statuses; an item that cannot be read never costs the others. Null for a body of another shape.
 */
export function readEnvelope(body: JsonRecord): ParsedDelivery | null {
  if (!Array.isArray(body.entry)) return null;
  return readChanges(
    listOf(body.entry).flatMap((entry) =>
      listOf(entry.changes).map((change) =>
        changeOf(asText(change.field) ?? "unknown", asRecord(change.value), entry),
      ),
    ),
  );
}

/** A `value` that stands by itself, as some resellers pass it on. Null for a body of another shape. */
export function readBareValue(body: JsonRecord): ParsedDelivery | null {
  const isValue = ["messages", "statuses", "calls", "errors"].some((name) => Array.isArray(body[name]));
  return isValue ? readChanges([changeOf("messages", body, {})]) : null;
}

function readChanges(changes: readonly Change[]): ParsedDelivery {
  const account = changes.find((change) => change.account !== null)?.account ?? null;
  const values = changes.flatMap((change) =>
    readChange(change.field, change.value).map((value) => about(value, change, account)),
  );
  return { eventType: eventType(changes), account, values };
}

function changeOf(field: string, value: JsonRecord, entry: JsonRecord): Change {
  const business = asText(entry.id);
  const metadata = asRecord(value.metadata);
  const number = phoneOf(
    digitsOf(metadata.display_phone_number ?? value.display_phone_number ?? value.phone_number),
  );
  const isBusiness = business !== null && /^\d{3,30}$/.test(business) && business !== "0";
  return {
    field,
    value,
    account: asText(metadata.phone_number_id),
    at: readTime(entry.time),
    line: { ...(isBusiness && { business }), ...(number && { number }) },
  };
}

/** `+39 02 1234567` */
function digitsOf(value: unknown): string | null {
  return asText(value)?.replace(/[^\d]+/g, "") ?? null;
}

/** Of a value that names another number than the delivery's first. What is of no number names the business account alone. */
function about(value: DomainValue, { account, line, at }: Change, first: string | null): DomainValue {
  if (value.type === "ignored") return account === null || account === first ? value : { ...value, account };
  return {
    ...value,
    ...(account !== null && (account !== first || value.type === "number_news") && { account }),
    ...(Object.keys(line).length > 0 && { line }),
    ...((value.type === "template_news" || value.type === "number_news") && { providerTimestamp: at }),
  };
}

/** Messages and statuses share a field; the monitor waits for each by itself. */
function eventType(changes: readonly Change[]): string {
  const has = (name: string) =>
    changes.some(({ field, value }) => field === "messages" && Array.isArray(value[name]));
  if (has("messages")) return "messages";
  return has("statuses") ? "statuses" : (changes[0]?.field ?? "empty");
}
