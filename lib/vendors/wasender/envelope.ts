import * as z from "zod/mini";
import { asRecord, type JsonRecord } from "../shared/as-record.ts";

/** `{event, sessionId?, timestamp?, data}`; everything but the name may be missing or odd. */
export const envelopeSchema = z.looseObject({ event: z.string() });
export type Envelope = z.infer<typeof envelopeSchema>;

/**
 * The single items of a delivery: `data.messages` where it is there, else `data`; an object or an array.
 * The docs, the SDK's types and captures disagree on it (fact sheet 1.4); this covers all that was seen.
 */
export function envelopeItems(envelope: Envelope): unknown[] {
  const items = asRecord(envelope.data).messages ?? envelope.data ?? [];
  return Array.isArray(items) ? items : [items];
}

/** The item as an object, or null for what cannot be one. */
export function asItem(item: unknown): JsonRecord | null {
  const record = asRecord(item);
  return Object.keys(record).length > 0 ? record : null;
}
