import type { Log } from "../base/log.ts";
import { Problem } from "../base/problem.ts";
import { redactBody, redacted } from "../base/redact.ts";
import type { DomainValue } from "../model/domain-value.ts";
import type { KeptBody, Reading as ReadingFacts } from "../vendors/vendor.ts";
import { prepareEffects } from "./prepare-effects.ts";
import type { Readers } from "./readers.ts";

/** What `take_for_replay` answers of one delivery. */
export interface KeptDelivery {
  id: number;
  /** A vendor's name. */
  source: string;
  origin: "webhook" | "reconciled";
  outcome: "processed" | "ignored" | "duplicate" | "rejected" | "failed";
  contentType: string | null;
  isSigned: boolean;
  /** Parsed and redacted; null when it could not be parsed. */
  body: unknown;
  /** Redacted text of what could not be parsed. */
  rawBody: string | null;
  /** The call that it told of: another reading is of the same one. */
  callId?: number | null;
}

/** One delivery as it is read today, or why it cannot be. */
export type Reading =
  | { eventType: string; body: unknown; effects: DomainValue[] }
  | { rejected: { reason: string; detail: string } };

export interface ReadingTools extends ReadingFacts {
  readers: Readers;
  secrets: readonly string[];
  log: Log;
}

/** Reads a kept delivery with today's parser. Never throws: a parser that breaks on one must not hold up the others. */
export function replayReading(kept: KeptDelivery, tools: ReadingTools): Reading {
  // What was read in part has both: the text says more.
  const text = kept.rawBody ?? (kept.body === null ? null : JSON.stringify(kept.body));
  if (text === null || kept.origin !== "webhook") {
    return refusal("nothing_kept", "Nothing is kept of it that could be read again.");
  }
  const reader = tools.readers[kept.source];
  if (!reader) return refusal("unreadable", `Nobody here reads what ${kept.source} sends.`);
  try {
    const { delivery, body } = reader(keptBody(kept, text), tools);
    const effects = prepareEffects(delivery.values, tools.secrets);
    if (!isTheSame(text) && !kept.callId && effects.some(isKnownByContent)) {
      return refusal(
        "not_identifiable",
        "It names neither a call nor a time, and a part of it was removed: ask its source to send it again.",
      );
    }
    const eventType = delivery.eventType.slice(0, 200).toWellFormed();
    return { eventType, body: redactBody(body, tools.secrets), effects };
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return refusal(error.reason, error.message);
    tools.log.error({ delivery: kept.id, err: error }, "a kept delivery breaks its parser");
    return refusal("internal", "Reading it fails on our side. It is in the log under this event's number.");
  }
}

/** A body is kept as JSON, and text as UTF-8, whatever its charset was. */
function keptBody({ rawBody, contentType, isSigned }: KeptDelivery, text: string): KeptBody {
  return {
    rawBody: new TextEncoder().encode(text),
    contentType:
      rawBody !== null
        ? (contentType?.replace(/;\s*charset=("[^"]*"|[^;]*)/i, "") ?? null)
        : "application/json",
    isSigned,
  };
}

/** Neither a secret was taken out of it, nor bytes that were no text. */
function isTheSame(text: string): boolean {
  return !text.includes(redacted) && !text.includes("\uFFFD");
}

/** Its key is a hash of its body: read from what is left of it, it would be another call's, and be asked twice. */
function isKnownByContent(value: DomainValue): boolean {
  return value.type === "call_ended" && value.keys.some((key) => key.startsWith("content:"));
}

function refusal(reason: string, detail: string): Reading {
  return { rejected: { reason, detail } };
}
