import { parseJson } from "../../lib/base/parse-json.ts";
import { Problem } from "../../lib/base/problem.ts";
import { consentKeys } from "../../lib/model/consent-keys.ts";
import type { DomainValue } from "../../lib/model/domain-value.ts";
import { asRecord, isRecord, type JsonRecord } from "../../lib/vendors/shared/as-record.ts";
import { asText } from "../../lib/vendors/shared/as-text.ts";
import type { Reader } from "../../lib/vendors/vendor.ts";

const statuses = ["sent", "delivered", "read", "failed"] as const;

/** `{kind: "message", id, from, text, at}` or `{kind: "status", id, status}`; `reference` is what we called the send. */
export const readPretend: Reader = ({ rawBody }) => {
  const body = parseJson(new TextDecoder().decode(rawBody));
  const kind = asText(asRecord(body).kind);
  if (!isRecord(body) || kind === null) {
    throw new Problem("unreadable", "A Pretend webhook is a JSON object with a kind; this has none.", {
      reason: "no_event_name",
    });
  }
  return { delivery: { eventType: kind, values: [readValue(kind, body)] }, body };
};

function readValue(kind: string, body: JsonRecord): DomainValue {
  const id = asText(body.id);
  if (kind === "message" && id !== null) {
    const text = asText(body.text);
    return {
      type: "inbound_message",
      whatsappId: id,
      chat: { phone: asText(body.from), lid: null },
      kind: "text",
      text,
      media: null,
      quotedWhatsappId: null,
      pushName: asText(body.name),
      providerTimestamp: asText(body.at),
      consentKeys: consentKeys(text),
      evidence: "reply",
    };
  }
  const status = statuses.find((word) => word === body.status);
  if (kind === "status" && id !== null && status) {
    const reference = asText(body.reference);
    return {
      type: "message_status",
      whatsappId: asText(body.whatsappId),
      providerMessageId: id,
      status,
      errorText: asText(body.error),
      providerTimestamp: asText(body.at),
      ...(reference && { reference }),
    };
  }
  return { type: "ignored", reason: "unknown_event", detail: kind };
}
