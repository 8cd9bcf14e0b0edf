import * as z from "zod/mini";
import { sentence } from "../../base/parts.ts";

/** What a field of a customer-written CloudTalk body may be. */
export const mappedFields = [
  "callId",
  "callUuid",
  "direction",
  "phone",
  "internalNumber",
  "contactName",
  "company",
  "agentId",
  "agentName",
  "agentEmail",
  "startedAt",
  "answeredAt",
  "endedAt",
  "talkingSeconds",
  /** How the call went, as yes or no or in a word. */
  "answered",
  "waitingSeconds",
  "isVoicemail",
  "doNotSend",
  "tags",
  "disposition",
  "campaign",
  "recordingUrl",
] as const;

/** Our field → the path of theirs (`data.contact.name`, as the sample shows it). What is not named is found by its usual names. */
export const fieldMappingSetting = z.strictObject({
  fields: z.partialRecord(z.enum(mappedFields), sentence(200)).check(
    z.refine((fields) => new Set(Object.values(fields)).size === Object.keys(fields).length, {
      message: "One field cannot be two things.",
    }),
  ),
});

/** One of them. */
export type MappedField = (typeof mappedFields)[number];
