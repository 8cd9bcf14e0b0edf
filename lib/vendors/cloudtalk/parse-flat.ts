import type { ParsedDelivery } from "../../model/domain-value.ts";
import { BodyFields } from "./body-fields.ts";
import { type EventKind, eventKind } from "./event-kind.ts";
import { aftermathAliases, fieldAliases, statusAliases } from "./field-aliases.ts";
import { readCall } from "./read-call.ts";
import { readSeconds, readText, readTime } from "./read-value.ts";
import { requireFact } from "./require-fact.ts";
import { statusMeaning } from "./status-word.ts";

/** A body whose names somebody chose: Workflow Automation, or a VoiceAgent's extracted data. */
export function parseFlat(
  body: Record<string, unknown>,
  defaultCountry: string,
  fields = new BodyFields(body),
): ParsedDelivery {
  const event = readEvent(fields);
  const kind = event === null ? kindByShape(fields) : (eventKind(event) ?? endedByFacts(fields));
  if (event !== null && (kind === null || kind === "other")) {
    const reason = kind === null ? "unknown_event" : "not_a_call_end";
    return { eventType: event, values: [{ type: "ignored", reason, detail: event }] };
  }
  const bodyKind = isVoiceAgent(body, fields, event) ? "voice_agent" : "workflow";
  const call = readCall(fields, { body, bodyKind, ended: kind === "ended", defaultCountry });
  requireFact(call, fields.hasTemplateText());
  return { eventType: event ?? bodyKind, values: [call] };
}

/** The author's constant. A `type` may also be a direction or a kind of call (`power_dialer`). */
function readEvent(fields: BodyFields): string | null {
  const word = fields.peek(fieldAliases.event, readText) ?? fields.take(["type"], readEventName);
  return word?.slice(0, 100).toWellFormed() ?? null;
}

const eventShape =
  /^([Cc]all|[Mm]essage|[Ss]ms|[Cc]ontact|[Uu]ser|[Rr]ecording|[Tt]ranscript(ion)?|CALL)([ ._-]|[A-Z])/;

function readEventName(value: unknown): string | null {
  const text = readText(value);
  return text !== null && eventShape.test(text) && eventKind(text) !== null ? text : null;
}

/**
 * Without a constant there is one URL an event, and ours is for ended calls. Two bodies give themselves away
 * all the same: a recording or transcript, and a template of Ended on the trigger Started, with its
 * end and talking time empty.
 */
function kindByShape(fields: BodyFields): EventKind {
  if (endedByFacts(fields) !== null) return "ended";
  if (fields.peek(statusAliases, isUnderWay)) return "fact";
  if (fields.leavesEmpty(fieldAliases.endedAt) && fields.tells(fieldAliases.startedAt)) return "fact";
  const timed = fields.tells([...fieldAliases.startedAt, ...fieldAliases.answeredAt, ...statusAliases]);
  return fields.tells(aftermathAliases) && !timed && !isResult(fields) ? "fact" : "ended";
}

function isUnderWay(value: unknown): true | null {
  return statusMeaning(readText(value) ?? "") === "under_way" ? true : null;
}

function endedByFacts(fields: BodyFields): "ended" | null {
  const told =
    fields.peek(fieldAliases.endedAt, readTime) ?? fields.peek(fieldAliases.talkingSeconds, readSeconds);
  return told === null ? null : "ended";
}

function isResult(fields: BodyFields): boolean {
  return fields.tells([...fieldAliases.send, ...fieldAliases.doNotSend]);
}

/** What a workflow's template has and a VoiceAgent's extraction does not. */
const workflowOnly = [
  ...fieldAliases.event,
  ...fieldAliases.startedAt,
  ...fieldAliases.answeredAt,
  ...fieldAliases.endedAt,
  ...fieldAliases.talkingSeconds,
  ...fieldAliases.internalNumber,
  ...fieldAliases.agentId,
  ...fieldAliases.tags,
  ...fieldAliases.recordingUrl,
  ...fieldAliases.waitingSeconds,
  ...fieldAliases.isVoicemail,
  "externalnumber",
  "wrapuptime",
  "contactid",
  "campaignid",
];

/**
 * A guess, as the result's envelope is undocumented: nested under `data` (as one public project stored it),
 * or named as nobody names a workflow's fields. It only labels the body.
 */
function isVoiceAgent(body: Record<string, unknown>, fields: BodyFields, event: string | null): boolean {
  if (event !== null) return /voice|extract|analysis/i.test(event);
  const nested = body.data !== null && typeof body.data === "object";
  return !fields.tells(workflowOnly) && (nested || isResult(fields) || hasOwnNames(body));
}

const plainNames =
  /^(call_?id|call_?uuid|id|uuid|phone(_?number)?|caller(_?number)?|contact_?name|name|company(_?name)?)$/i;

function hasOwnNames(body: Record<string, unknown>): boolean {
  return Object.keys(body).some((key) => !plainNames.test(key));
}
