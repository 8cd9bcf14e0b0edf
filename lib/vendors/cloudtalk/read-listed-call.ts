import type { ListedCall } from "../vendor.ts";
import { BodyFields } from "./body-fields.ts";
import { readCall } from "./read-call.ts";
import { readSeconds, readText } from "./read-value.ts";

/**
 * One row of `/calls/index.json`, `{Cdr,Contact,CallNumber,Agent,Notes,Tags,Ratings}`, read by the rules of the webhooks: the
 * same call id, the same decision. Null for a call that is not over, or has no id. Rows have no uuid (OpenAPI 1.7), numbers
 * come as integers or text, and answered_at of a missed call is null, "" or "0" (seen by a public project).
 */
export function readListedCall(row: unknown, defaultCountry: string): ListedCall | null {
  const { Cdr: cdr, Contact: contact, Agent: agent, Tags: tags } = asRecords(row);
  const endedAt = utcTime(cdr.ended_at);
  if (endedAt === null) return null;
  const body = {
    call_id: cdr.id,
    call_uuid: cdr.call_uuid ?? cdr.uuid,
    direction: cdr.type,
    external_number: cdr.public_external,
    internal_number: cdr.public_internal,
    started_at: cdr.started_at,
    answered_at: cdr.answered_at,
    ended_at: cdr.ended_at,
    talking_time: cdr.talking_time ?? cdr.billsec,
    waiting_time: cdr.waiting_time,
    is_voicemail: cdr.is_voicemail,
    recording_url: cdr.recording_link,
    agent_id: cdr.user_id ?? agent.id,
    agent_name: agent.fullname,
    agent_email: agent.email,
    contact_name: contact.name,
    company: contact.company,
    tags: Array.isArray(tags) && tags.length > 0 ? tags : null,
  };
  const call = readCall(new BodyFields(body), { body, bodyKind: "rest", ended: true, defaultCountry });
  if (call.callId === null) return null;
  return {
    call: { ...call, callId: call.callId, endedAtUtc: endedAt.toISOString() },
    toldBy: new Date(endedAt.getTime() + (readSeconds(cdr.wrapup_time) ?? 0) * 1000),
    row: row as Record<string, unknown>,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a vendor's row, whose every field is read tolerantly
function asRecords(row: unknown): Record<string, any> {
  const parts = typeof row === "object" && row !== null ? (row as Record<string, unknown>) : {};
  return { ...parts, Cdr: parts.Cdr ?? {}, Contact: parts.Contact ?? {}, Agent: parts.Agent ?? {} };
}

/** The REST API's times are UTC, with or without saying so. */
function utcTime(value: unknown): Date | null {
  const text = readText(value);
  if (text === null || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}
