import { parseJson } from "../../base/parse-json.ts";
import { Problem } from "../../base/problem.ts";
import type { ParsedDelivery } from "../../model/domain-value.ts";
import { accountOf } from "./account-of.ts";
import { envelopeSchema } from "./envelope.ts";
import { readEvent } from "./read-event.ts";

/** Wasender posts JSON; a missing type and text/plain are let through, since proxies and testers lose it. */
const readableTypes = /^(application\/([\w.+-]+\+)?json|text\/(json|plain)|)$/;

/**
 * One webhook body as domain values. `body` is as sent, with `sessionId` (the session's API key) and
 * linking credentials in it: redact it before it is stored.
 */
export function parseWasender(input: { contentType: string | null; rawBody: Uint8Array }): {
  delivery: ParsedDelivery;
  body: unknown;
} {
  const type = (input.contentType ?? "").split(";")[0]!.trim().toLowerCase();
  if (!readableTypes.test(type)) {
    throw new Problem("unsupported_media_type", `A Wasender webhook is JSON, not ${type.slice(0, 80)}.`);
  }
  const body = parseJson(new TextDecoder().decode(input.rawBody));
  const envelope = envelopeSchema.safeParse(body);
  if (!envelope.success) {
    throw new Problem(
      "unreadable",
      'A Wasender webhook is a JSON object with an "event" name; this has none.',
      { reason: "no_event_name" },
    );
  }
  const { event, sessionId } = envelope.data;
  const account = typeof sessionId === "string" && sessionId !== "" ? accountOf(sessionId) : null;
  return { delivery: { eventType: event, account, values: readEvent(envelope.data) }, body };
}
