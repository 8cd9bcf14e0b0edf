import type { CallEnded, Phone } from "../../model/domain-value.ts";
import { readName } from "../../model/names/person-name.ts";
import { readPhone } from "../../model/phone.ts";
import type { BodyFields } from "./body-fields.ts";
import { callKeys } from "./call-keys.ts";
import { fieldAliases as aliases, answerFlags, statusAliases } from "./field-aliases.ts";
import { mappedKey } from "./field-mapping.ts";
import { allPhoneAliases, phoneAliases, sidesOfCall } from "./phone-aliases.ts";
import { readAnswer } from "./read-answer.ts";
import * as read from "./read-value.ts";
import { saysDoNotSend } from "./says-do-not-send.ts";
import { statusMeaning } from "./status-word.ts";

const known = new Set<string>([...Object.values(aliases).flat(), ...allPhoneAliases]);

interface Context {
  body: Record<string, unknown>;
  bodyKind: CallEnded["bodyKind"];
  ended: boolean;
  defaultCountry: string;
}

/** Every fact of a call that a body tells, whatever kind of body it is. */
export function readCall(fields: BodyFields, context: Context): CallEnded {
  const direction = fields.take(aliases.direction, read.readDirection);
  const internalNumber = fields.take(aliases.internalNumber, read.readText);
  const phone = readCustomerPhone(fields, direction, internalNumber, context.defaultCountry);
  const times = {
    startedAt: fields.take(aliases.startedAt, read.readTime),
    answeredAt: fields.take(aliases.answeredAt, read.readTime),
    endedAt: fields.take(aliases.endedAt, read.readTime),
  };
  const agent = {
    agentId: fields.take(aliases.agentId, read.readId),
    agentName:
      fields.take(aliases.agentName, readName) ??
      fullName(fields, aliases.agentFirstName, aliases.agentLastName),
    agentEmail: fields.take(aliases.agentEmail, read.readText),
  };
  const callId = fields.take(aliases.callId, read.readId);
  const callUuid = fields.take(aliases.callUuid, read.readId)?.toLowerCase() ?? null;
  const status = fields.peek([...statusAliases, ...aliases.event], readStatus);
  const talkingSeconds = fields.take(aliases.talkingSeconds, read.readSeconds);
  const told = fields.take([mappedKey("answered")], readAnswer);
  const unansweredStatus =
    told?.unansweredStatus ??
    (status?.meaning === "unanswered" ? status.word : flagThat(fields, answerFlags, (value) => value));
  const facts = {
    type: "call_ended" as const,
    bodyKind: context.bodyKind,
    ended: context.ended,
    callId,
    callUuid,
    keys: callKeys({ callId, callUuid, phone, ...times, ...agent }, context.body),
    direction,
    phone,
    internalNumber,
    contactName:
      fields.take(aliases.contactName, readName) ??
      fullName(fields, aliases.contactFirstName, aliases.contactLastName),
    company: fields.take(aliases.company, readName),
    ...agent,
    ...times,
    talkingSeconds,
    waitingSeconds: fields.take(aliases.waitingSeconds, read.readSeconds),
    isVoicemail:
      fields.take(aliases.isVoicemail, read.readBoolean) ??
      told?.isVoicemail ??
      (status?.meaning === "voicemail" ? true : null),
    answered: told?.answered ?? wasAnswered(fields, talkingSeconds, unansweredStatus, times.answeredAt),
    unansweredStatus,
    doNotSend: saysDoNotSend(context.body) || fields.take(aliases.doNotSend, read.readBoolean) === true,
    tags: fields.take(aliases.tags, read.readTags),
    disposition: fields.take(aliases.disposition, read.readText),
    campaign: fields.take(aliases.campaign, read.readText),
    recordingUrl: fields.take(aliases.recordingUrl, read.readWebUrl),
  };
  fields.take(aliases.event, read.readText);
  fields.take(aliases.send, read.readBoolean);
  fields.take(aliases.doNotSend, read.readBoolean);
  return { ...facts, customFields: fields.rest(known) };
}

/** A talking time outweighs a word: one leg of a transferred call may be "missed". */
function wasAnswered(
  fields: BodyFields,
  talkingSeconds: number | null,
  unansweredStatus: string | null,
  answeredAt: string | null,
): boolean | null {
  if (talkingSeconds !== null) return talkingSeconds > 0;
  if (unansweredStatus !== null) return false;
  return answeredAt !== null || flagThat(fields, answerFlags, (value) => !value) !== null ? true : null;
}

/** The customer's number; our own line in its place (a swapped template) is nobody to write to. */
function readCustomerPhone(
  fields: BodyFields,
  direction: CallEnded["direction"],
  internalNumber: string | null,
  defaultCountry: string,
): Phone {
  const oneSide =
    direction !== null || fields.tells(sidesOfCall.from) === fields.tells(sidesOfCall.to)
      ? []
      : [...sidesOfCall.from, ...sidesOfCall.to];
  const told = fields.take([...phoneAliases(direction), ...oneSide], (value) => value);
  const phone = readPhone(told, defaultCountry);
  const ownLine = internalNumber !== null && readPhone(internalNumber, defaultCountry).e164;
  return phone.e164 !== null && phone.e164 === ownLine
    ? { ...phone, e164: null, problem: "internal" }
    : phone;
}

function readStatus(value: unknown) {
  const word = read.readText(value);
  const meaning = word === null ? null : statusMeaning(word);
  return word === null || meaning === null ? null : { word, meaning };
}

function fullName(fields: BodyFields, first: readonly string[], last: readonly string[]): string | null {
  const parts = [fields.take(first, readName), fields.take(last, readName)];
  return parts.filter((part) => part !== null).join(" ") || null;
}

/** The first flag that has the value of "nobody was there", or its opposite: `missed: true`. */
function flagThat(
  fields: BodyFields,
  flags: Record<string, boolean>,
  expected: (unanswered: boolean) => boolean,
): string | null {
  const flag = Object.entries(flags).find(
    ([key, value]) => fields.peek([key], read.readBoolean) === expected(value),
  );
  return flag ? `${flag[0]}: ${expected(flag[1])}` : null;
}
