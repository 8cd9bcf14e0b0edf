import { Problem } from "../../base/problem.ts";
import type { ParsedDelivery } from "../../model/domain-value.ts";
import { BodyFields } from "./body-fields.ts";
import { canonicalKey } from "./canonical-key.ts";
import { decodeBody } from "./decode-body.ts";
import { fieldAliases } from "./field-aliases.ts";
import type { FieldMapping } from "./field-mapping.ts";
import { parseFlat } from "./parse-flat.ts";
import { asNativeEnvelope, parseNative } from "./parse-native.ts";

export interface CloudtalkBody {
  /** How the request proved itself, see authenticate-cloudtalk.ts. */
  kind: "workflow" | "native";
  contentType: string | null;
  rawBody: Uint8Array;
  /** For numbers without a country code, e.g. `IT`. */
  defaultCountry: string;
  /** Which field is which, where its name does not tell; of customer-written bodies only. */
  mapping?: FieldMapping;
}

/** One delivery of CloudTalk as domain values, and the body as it goes into the record. */
export function parseCloudtalk(input: CloudtalkBody): { delivery: ParsedDelivery; body: unknown } {
  const { value: body, unread } = decodeBody(input.rawBody, input.contentType);
  if (!isRecord(body)) {
    throw new Problem("unreadable", "The body is no JSON object; send one object for one call.", {
      reason: "not_one_object",
    });
  }
  const envelope = asNativeEnvelope(body);
  if (envelope) return { delivery: parseNative(envelope, input.defaultCountry), body };
  if (input.kind === "native") {
    throw new Problem("unreadable", "The signed body is no CloudTalk webhook: it lacks type or data.", {
      reason: "not_a_webhook",
    });
  }
  const fields = new BodyFields(body, input.mapping);
  return { delivery: sayUnread(parseFlat(body, input.defaultCountry, fields), unread), body };
}

/** A call whose body was read in part says which fields were not. One that may say "do not send" says it. */
function sayUnread(delivery: ParsedDelivery, unread: string[]): ParsedDelivery {
  if (unread.length === 0) return delivery;
  const values = delivery.values.map((value) =>
    value.type === "call_ended"
      ? { ...value, unread, doNotSend: value.doNotSend || unread.some(maySayNo) }
      : value,
  );
  return { ...delivery, values };
}

const sayingNo = new Set<string>([...fieldAliases.send, ...fieldAliases.doNotSend]);

function maySayNo(key: string): boolean {
  return sayingNo.has(canonicalKey(key));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
