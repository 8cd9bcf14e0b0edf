import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import type { DomainValue } from "../../model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import type { Reader } from "../vendor.ts";
import { listOf } from "./list-of.ts";
import { readChange } from "./read-change.ts";

interface Change {
  field: string;
  value: JsonRecord;
  /** `metadata.phone_number_id` */
  account: string | null;
}

/**
 * `{object, entry: [{changes: [{field, value}]}]}` (docs, webhooks). One delivery may tell of several numbers, of messages and
 * of statuses; an item that cannot be read never costs the others.
 */
export const readDelivery: Reader = ({ rawBody }) => {
  const body = parseJson(new TextDecoder().decode(rawBody));
  if (!isRecord(body) || !Array.isArray(body.entry)) {
    throw new Problem(
      "unreadable",
      "A webhook of Meta is a JSON object with a list of entries; this has none.",
      {
        reason: "not_a_webhook",
      },
    );
  }
  const changes = listOf(body.entry).flatMap((entry) => listOf(entry.changes).map(changeOf));
  const account = changes.find((change) => change.account !== null)?.account ?? null;
  const values = changes.flatMap((change) =>
    readChange(change.field, change.value).map((value) => about(value, change.account, account)),
  );
  return { delivery: { eventType: eventType(changes), account, values }, body };
};

function changeOf(change: JsonRecord): Change {
  const value = asRecord(change.value);
  const account = asText(asRecord(value.metadata).phone_number_id);
  return { field: asText(change.field) ?? "unknown", value, account };
}

/** Of a value that names another number than the delivery's first. */
function about(value: DomainValue, own: string | null, first: string | null): DomainValue {
  return own === null || own === first ? value : { ...value, account: own };
}

/** Messages and statuses share a field; the monitor waits for each by itself. */
function eventType(changes: readonly Change[]): string {
  const has = (name: string) =>
    changes.some(({ field, value }) => field === "messages" && Array.isArray(value[name]));
  if (has("messages")) return "messages";
  return has("statuses") ? "statuses" : (changes[0]?.field ?? "empty");
}
