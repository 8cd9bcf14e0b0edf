import { createHash } from "node:crypto";
import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import { redacted } from "../../base/redact.ts";
import type { DomainValue, LeadSubmitted } from "../../model/domain-value.ts";
import { isRecord, type JsonRecord } from "../shared/as-record.ts";
import type { Reader } from "../vendor.ts";
import { type Column, readAnswers } from "./read-answers.ts";

/** One submission a body. Ids are 64 bits, as strings or as JSON numbers; unknown fields count for nothing. */
export const readLead: Reader = ({ rawBody }, { defaultCountry }) => {
  const body = parseJson(new TextDecoder().decode(rawBody));
  if (!isRecord(body)) {
    throw new Problem("unreadable", "This is no lead of a Google form: its body is one JSON object.", {
      reason: "not_one_object",
    });
  }
  const columns = Array.isArray(body.user_column_data) ? body.user_column_data.flatMap(readColumn) : [];
  const value = lead(body, columns, defaultCountry);
  const kept = "google_key" in body ? { ...body, google_key: redacted } : body;
  return { delivery: { eventType: "lead", values: [value] }, body: kept };
};

function lead(body: JsonRecord, columns: Column[], country: string): DomainValue {
  const id = idOf(body.lead_id);
  const isTest = body.is_test === true || body.is_test === "true";
  if (id === null && columns.length === 0) {
    if (isTest) return { type: "ignored", reason: "unknown_event", detail: "a test without a lead" };
    throw new Problem("unreadable", "It has neither a lead_id nor an answer in user_column_data.", {
      reason: "no_facts",
    });
  }
  const click = textOf(body.gcl_id);
  const submitted: LeadSubmitted = {
    type: "lead",
    source: "google_ads",
    externalId: id ?? contentId(body, columns),
    formId: idOf(body.form_id),
    campaignId: idOf(body.campaign_id),
    // Performance Max has groups of assets instead of ad groups.
    adsetId: idOf(body.adgroup_id) ?? idOf(body.asset_group_id),
    adId: idOf(body.creative_id),
    answers: readAnswers(columns, country),
    providerTimestamp: timeOf(body.lead_submit_time),
  };
  if (isTest) submitted.isTest = true;
  if (click) submitted.clickIds = { gclid: click };
  return submitted;
}

function readColumn(value: unknown): Column[] {
  if (!isRecord(value)) return [];
  const answer = textOf(value.string_value);
  if (answer === null) return [];
  return [{ id: textOf(value.column_id) ?? "", name: textOf(value.column_name) ?? "", answer }];
}

/** Without a lead_id: the same answers in the same form at the same time are the same. */
function contentId({ form_id, lead_submit_time }: JsonRecord, columns: Column[]): string {
  const content = JSON.stringify([form_id, lead_submit_time, columns]);
  return `content:${createHash("sha256").update(content).digest("hex")}`;
}

/** Its digits or letters; 0 stands for none. */
function idOf(value: unknown): string | null {
  const text = textOf(value);
  return text === null || text === "0" ? null : text.slice(0, 200);
}

function textOf(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  const text = String(value).trim();
  return text === "" ? null : text;
}

/** ISO 8601 with its zone; without one it could be any of ours. */
function timeOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i.test(text)) return null;
  const at = new Date(text.replace(" ", "T"));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
