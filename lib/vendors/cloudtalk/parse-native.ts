import * as z from "zod/mini";
import type { Ignored, ParsedDelivery } from "../../model/domain-value.ts";
import { BodyFields } from "./body-fields.ts";
import { readCall } from "./read-call.ts";
import { requireFact } from "./require-fact.ts";

/** `{event_id,type,version:"v1",occurred_at,company_id,data}`, from public receivers (LIV, BPL). */
const envelopeSchema = z
  .looseObject({
    type: z.string().check(z.regex(/^[a-z_]+\.[a-z_.]+$/i), z.maxLength(100)),
    data: z.record(z.string(), z.unknown()),
  })
  .check(z.refine((body) => ["event_id", "version", "occurred_at", "company_id"].some((key) => key in body)));

export type NativeEnvelope = z.infer<typeof envelopeSchema>;

/** Null when the body has another shape: known by shape, as it may also be posted with the shared secret. */
export function asNativeEnvelope(body: unknown): NativeEnvelope | null {
  return envelopeSchema.safeParse(body).data ?? null;
}

export function parseNative({ type, data }: NativeEnvelope, defaultCountry: string): ParsedDelivery {
  const eventType = type.toLowerCase();
  if (eventType !== "call.ended") return { eventType, values: [ignored(eventType)] };
  const call = readCall(new BodyFields(data), {
    body: data,
    bodyKind: "native",
    ended: true,
    defaultCountry,
  });
  requireFact(call, false);
  return { eventType, values: [call] };
}

/** Seen: call.started and other stages, call.recording_ready, transcript.ready, cidata.ready, message.*. */
function ignored(type: string): Ignored {
  const aboutCall = /^(call|message|transcript|cidata)\.|\.ready$/.test(type);
  return { type: "ignored", reason: aboutCall ? "not_a_call_end" : "unknown_event", detail: type };
}
