import { redactBody } from "../base/redact.ts";
import { wellFormed } from "../base/well-formed.ts";
import type { DomainValue } from "../model/domain-value.ts";

/** Names are for rows of a list; WhatsApp cuts its own at 25 characters, a sender who means harm does not. */
const nameLimit = 200;
const names = new Set([
  "pushName",
  "contactName",
  "company",
  "agentName",
  "agentEmail",
  "fileName",
  "disposition",
  "campaign",
  "internalNumber",
]);

/**
 * The values as they may be stored: without secrets (a workflow's author who cannot set headers puts ours into the
 * body), with names cut, and with every string well-formed, since jsonb refuses half an emoji.
 */
export function prepareEffects(values: DomainValue[], secrets: readonly string[]): DomainValue[] {
  return wellFormed(cutNames(redactBody(values, secrets))) as DomainValue[];
}

function cutNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cutNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      names.has(key) && typeof item === "string" ? item.slice(0, nameLimit) : cutNames(item),
    ]),
  );
}
