import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import type { DomainValue, ParsedDelivery } from "../../model/domain-value.ts";
import { isRecord } from "../shared/as-record.ts";
import { readBareValue, readEnvelope } from "../shared/whatsapp/read-envelope.ts";
import type { Reader } from "../vendor.ts";
import { readTypedEvent } from "./read-typed-event.ts";

/** Meta's envelope, its bare `value`, or `{type, data}`: receivers of Cunnekt's webhooks know all three. */
export const readDelivery: Reader = ({ rawBody }) => {
  const body = parseJson(new TextDecoder().decode(rawBody));
  const delivery = isRecord(body)
    ? (readEnvelope(body) ?? readBareValue(body) ?? readTypedEvent(body))
    : null;
  if (delivery === null) {
    throw new Problem("unreadable", "This is none of the shapes in which Cunnekt tells of a message.", {
      reason: "not_a_webhook",
    });
  }
  return { delivery: ofThisNumber(delivery), body };
};

/** The token says which number it is about. Meta's id of that number is known to nobody here. */
function ofThisNumber({ eventType, values }: ParsedDelivery): ParsedDelivery {
  return { eventType, account: null, values: values.map(onlyHere) };
}

/** What opens a file is left out: no call of Cunnekt's that takes it is documented. */
function onlyHere({ account: _, line: __, ...value }: DomainValue): DomainValue {
  return "mediaSource" in value && value.mediaSource
    ? { ...value, mediaSource: null }
    : (value as DomainValue);
}
