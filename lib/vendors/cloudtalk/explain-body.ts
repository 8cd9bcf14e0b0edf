import { Problem } from "../../base/problem.ts";
import type { CallEnded } from "../../model/domain-value.ts";
import { BodyFields } from "./body-fields.ts";
import { decodeBody } from "./decode-body.ts";
import { type FieldMapping, factOfName } from "./field-mapping.ts";
import { isAbsent, isTemplateText } from "./is-absent.ts";
import { type LeafField, leafFields } from "./leaf-fields.ts";
import { parseFlat } from "./parse-flat.ts";
import { asNativeEnvelope } from "./parse-native.ts";

/** What is odd about a sample: a code the page has words for. */
export type Oddity =
  | "unfilled_placeholders"
  | "no_phone"
  | "phone_unreadable"
  | "no_call_id"
  | "no_talking_time"
  | "mapped_field_missing";

export interface ExplainedBody {
  fields: (LeafField & {
    /** Of mappedFields; null when nobody understands it, and it stays a field of the payload's own. */
    fact: string | null;
    isEmpty: boolean;
  })[];
  /** Null when the body is about something else, or cannot be read. */
  call: CallEnded | null;
  /** Why it was not read as a call: a reason of the webhook's. */
  refused: string | null;
  oddities: Oddity[];
}

/** One customer-written body as the parser reads it with this mapping, field by field. Null for what is none: broken text, a native webhook. */
export function explainBody(
  kept: { body: unknown; rawBody: string | null; contentType: string | null },
  defaultCountry: string,
  mapping: FieldMapping,
): ExplainedBody | null {
  const body = kept.body ?? decoded(kept.rawBody, kept.contentType);
  if (body === null || typeof body !== "object" || Array.isArray(body) || asNativeEnvelope(body)) return null;
  const fields = new BodyFields(body as Record<string, unknown>, mapping);
  const { call, refused } = readWith(body as Record<string, unknown>, fields, defaultCountry);
  const readAs = fields.readAs();
  const leaves = leafFields(body).map((leaf) => ({
    ...leaf,
    fact: factOfName(readAs.get(leaf.path) ?? ""),
    isEmpty: isAbsent(leaf.value),
  }));
  const there = new Set(leaves.filter(({ isEmpty }) => !isEmpty).map(({ path }) => path));
  const oddities: Oddity[] = [];
  if (leaves.some(({ value }) => isTemplateText(value))) oddities.push("unfilled_placeholders");
  if (Object.values(mapping).some((path) => !there.has(path))) oddities.push("mapped_field_missing");
  if (call) oddities.push(...oddFacts(call));
  return { fields: leaves, call, refused, oddities };
}

function oddFacts({ phone, callId, callUuid, answered, isVoicemail, ended }: CallEnded): Oddity[] {
  const odd: Oddity[] = [];
  if (phone.raw === null) odd.push("no_phone");
  else if (phone.problem === "invalid") odd.push("phone_unreadable");
  if (callId === null && callUuid === null) odd.push("no_call_id");
  if (ended && answered === null && !isVoicemail) odd.push("no_talking_time");
  return odd;
}

function readWith(body: Record<string, unknown>, fields: BodyFields, defaultCountry: string) {
  try {
    const [value] = parseFlat(body, defaultCountry, fields).values;
    if (value?.type === "call_ended") return { call: value, refused: null };
    return { call: null, refused: value?.type === "ignored" ? value.reason : "empty" };
  } catch (error) {
    if (error instanceof Problem) return { call: null, refused: error.reason };
    throw error;
  }
}

function decoded(text: string | null, contentType: string | null): unknown {
  try {
    return text === null ? null : decodeBody(new TextEncoder().encode(text), contentType).value;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
