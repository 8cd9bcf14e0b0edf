import { randomUUID } from "node:crypto";
import { redactBody } from "../../base/redact.ts";
import { prepareEffects } from "../../inbox/prepare-effects.ts";
import { knownSecrets } from "../../inbox/receive-delivery.ts";
import { type Recorded, recordDelivery } from "../../inbox/record-delivery.ts";
import type { DomainValue } from "../../model/domain-value.ts";
import type { Services } from "../../services.ts";

export interface Finding {
  /** Whom we asked: a vendor's name. */
  source: string;
  /** That was asked, of what is about one. */
  channel?: string;
  eventType: "reconcile.call" | "reconcile.message" | "reconcile.identity" | "reconcile.lead";
  /** What the vendor answered. */
  body: unknown;
  value: DomainValue;
}

/** Takes note of one finding's outcome. */
export type Note = (recorded: Recorded) => void;

/** A finding is an event like any other: one row, its effect in the same transaction, tried again if that fails. */
export function recordFinding(services: Services, finding: Finding): Promise<Recorded> {
  const secrets = knownSecrets(services);
  return recordDelivery(
    services.db,
    {
      workspace: "default",
      source: finding.source,
      channel: finding.channel ?? null,
      origin: "reconciled",
      eventType: finding.eventType,
      requestId: randomUUID(),
      contentType: null,
      headers: {},
      body: redactBody(finding.body, secrets),
      rawBody: null,
      elapsedMs: 0,
      rejected: null,
    },
    prepareEffects([finding.value], secrets),
  );
}
