import type { NumberNews } from "../../../model/domain-value.ts";
import { asRecord, type JsonRecord } from "../as-record.ts";
import { asText } from "../as-text.ts";
import { listOf } from "../list-of.ts";

type News = Omit<NumberNews, "type">;

/** How a number, or the account that it belongs to, stands at the vendor; by field (docs, webhook fields). */
const readers: Record<string, (value: JsonRecord) => News> = {
  phone_number_quality_update: (value) => ({
    ...limitOf(value),
    ...qualityOf(asText(value.event)),
    detail: wordsOf([
      "number",
      value.event,
      value.max_daily_conversations_per_business ?? value.current_limit,
    ]),
  }),
  account_update: (value) => ({
    ...accountStanding(value),
    detail: wordsOf(["account", ...accountWords(value)]),
  }),
  account_alerts({ alert_info, ...value }) {
    const alert = { ...value, ...asRecord(alert_info) };
    const isGrave = /critical|warning/i.test(asText(alert.alert_severity) ?? "");
    const isOver = /resolved|none/i.test(asText(alert.alert_status) ?? "");
    return {
      ...(isGrave && !isOver && { standing: "flagged" as const }),
      detail: wordsOf([alert.alert_type, alert.alert_description]),
    };
  },
  business_capability_update: limitOf,
};

/** Null for a field that tells of no number. */
export function readNumberNews(field: string, value: JsonRecord): NumberNews | null {
  if (!Object.hasOwn(readers, field)) return null;
  const { detail, ...news } = readers[field]!(value);
  return { type: "number_news", ...news, ...(detail && { detail }) };
}

/** `TIER_250`, `TIER_2K`, `TIER_UNLIMITED`, or a number of which -1 is no limit. Not told: nothing. */
function limitOf(value: JsonRecord): Pick<News, "limit"> {
  const told =
    value.max_daily_conversations_per_business ??
    value.max_daily_conversation_per_phone ??
    value.current_limit;
  if (typeof told === "number") return { limit: told < 0 ? null : told };
  const [, digits, thousands] = /^TIER_(\d+)(K?)$/.exec(asText(told) ?? "") ?? [];
  if (digits) return { limit: Number(digits) * (thousands ? 1000 : 1) };
  return told === "TIER_UNLIMITED" ? { limit: null } : {};
}

/** Its quality is low, and it may lose its limit; or no longer so. */
function qualityOf(event: string | null): Pick<News, "quality" | "standing"> {
  if (event === "FLAGGED" || event === "DOWNGRADE") return { quality: "red", standing: "flagged" };
  return event === "UNFLAGGED" || event === "UPGRADE" ? { quality: "green", standing: "ok" } : {};
}

function accountStanding(value: JsonRecord): Pick<News, "standing"> {
  const event = asText(value.event) ?? "";
  const ban = asText(asRecord(value.ban_info).waba_ban_state);
  if (ban === "REINSTATE" || event === "ACCOUNT_REINSTATED" || event === "VERIFIED_ACCOUNT")
    return { standing: "ok" };
  if (event === "DISABLED_UPDATE" || event === "ACCOUNT_DELETED" || ban !== null)
    return { standing: "banned" };
  if (event === "ACCOUNT_RESTRICTION") {
    return { standing: listOf(value.restriction_info).length > 0 ? "restricted" : "ok" };
  }
  return event === "ACCOUNT_VIOLATION" ? { standing: "flagged" } : {};
}

function accountWords(value: JsonRecord): unknown[] {
  const restrictions = listOf(value.restriction_info).flatMap((one) => [
    one.restriction_type,
    one.expiration,
  ]);
  const { waba_ban_state, waba_ban_date } = asRecord(value.ban_info);
  return [
    value.event,
    waba_ban_state,
    waba_ban_date,
    asRecord(value.violation_info).violation_type,
    ...restrictions,
  ];
}

function wordsOf(parts: readonly unknown[]): string {
  const words = parts.map((part) => (typeof part === "number" ? String(part) : asText(part)));
  return words
    .filter((word) => word !== null)
    .join(" · ")
    .slice(0, 500)
    .toWellFormed();
}
