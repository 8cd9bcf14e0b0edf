import { Problem } from "../base/problem.ts";
import { redactBody, redactHeaders, redactText, signedMark } from "../base/redact.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { DomainValue, ParsedDelivery } from "../model/domain-value.ts";
import type { Services } from "../services.ts";
import type { Events, IncomingRequest, Vendor, Webhook } from "../vendors/vendor.ts";
import { dropThumbnails } from "./drop-thumbnails.ts";
import { prepareEffects } from "./prepare-effects.ts";
import { readerOf } from "./reader-of.ts";
import { type Delivery, type Recorded, recordDelivery } from "./record-delivery.ts";
import { verifyDelivery } from "./verify-delivery.ts";

/** What became of a delivery, and why its body could not be read, where it could not: 400, 413, 415 or 422. */
export interface Received extends Recorded {
  unreadable: Problem | null;
}

/**
 * Verify, parse, normalise, record: one delivery from raw bytes to its committed effects.
 *
 * Throws Problem: 503 or 401 before anything is stored; 503 `effect_failed` when it is stored but its effect must be tried
 * again.
 */
export async function receiveDelivery(
  services: Services,
  vendor: Vendor,
  webhook: Webhook,
  request: IncomingRequest,
  requestId: string,
): Promise<Received> {
  const began = performance.now();
  const { config } = services;
  const events = vendor.events!;
  const { proof, channels: proved, form } = await verifyDelivery(services, vendor, webhook, request);
  const reader = await readerOf(events);
  const secrets = knownSecrets(services);
  const { defaultCountry } = config;
  const kept = { ...proof, rawBody: request.rawBody, contentType: request.headers.get("content-type") };
  const attempt = async () => {
    const mapping = events.isMapped ? services.fieldMapping.kept() : null;
    const read = () => reader(kept, { defaultCountry, mapping: mapping?.fields ?? {} });
    const { unreadable, ...content } = readContent(read, request, secrets, events.brings);
    const recorded = await recordDelivery(
      services.db,
      {
        workspace: form?.workspace ?? "default",
        source: vendor.name,
        requestId,
        contentType: request.headers.get("content-type"),
        headers: { ...redactHeaders(request.headers), ...(proof.isSigned && { [signedMark]: "yes" }) },
        proved,
        ...content.delivery,
        mappingVersion: mapping?.version ?? null,
        elapsedMs: Math.round((performance.now() - began) * 100) / 100,
      },
      content.effects,
    );
    return { recorded, unreadable, effects: content.effects };
  };

  let { recorded, unreadable, effects } = await attempt();
  // Somebody changed the mapping, or this process is new: read again as it holds now.
  for (let again = 0; recorded.outcome === "outdated_mapping" && again < 3; again += 1) {
    services.fieldMapping.learn(recorded.mapping);
    ({ recorded, unreadable, effects } = await attempt());
  }
  if (recorded.outcome === "outdated_mapping") {
    throw new Problem("effect_failed", "The field mapping changes too fast. Send this again.");
  }
  if (unreadable) return { ...recorded, unreadable };
  if (recorded.outcome === "failed") {
    throw new Problem("effect_failed", `Delivery ${recorded.requestId} is kept, and will be tried again.`, {
      cause: new Error(`${recorded.reason}: ${recorded.detail}`),
    });
  }
  if (form) services.background(() => noteFormKey(services, form.id, effects));
  const hasFile = effects.some((value) => value.type === "inbound_message" && value.mediaSource);
  const hasLead = effects.some((value) => value.type === "lead_notice");
  return { ...recorded, hasFile, hasLead, unreadable: null };
}

function readContent(
  read: () => { delivery: ParsedDelivery; body: unknown },
  { rawBody }: IncomingRequest,
  secrets: readonly string[],
  brings: Events["brings"],
): {
  delivery: Pick<Delivery, "eventType" | "account" | "body" | "rawBody" | "rejected">;
  effects: DomainValue[];
  unreadable: Problem | null;
} {
  try {
    const { delivery: parsed, body } = read();
    return {
      delivery: {
        eventType: parsed.eventType.slice(0, 200).toWellFormed(),
        account: parsed.account ?? null,
        body: redactBody(dropThumbnails(body), secrets),
        // Read in part: one day more of it may be.
        rawBody: parsed.values.some(isHalfRead) ? redactText(asText(rawBody), secrets) : null,
        rejected: null,
      },
      effects: prepareEffects(parsed.values, secrets),
      unreadable: null,
    };
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const rejected = { reason: error.reason, detail: error.message, lost: brings };
    return {
      delivery: { eventType: null, body: null, rawBody: redactText(asText(rawBody), secrets), rejected },
      effects: [],
      unreadable: error,
    };
  }
}

async function noteFormKey({ db }: Services, key: string, effects: DomainValue[]): Promise<void> {
  const lead = effects.find((value) => value.type === "lead");
  await callRpc(db, "note_lead_form_key", { key, form: lead?.formId ?? null });
}

function isHalfRead(value: DomainValue): boolean {
  return value.type === "call_ended" && value.unread !== undefined;
}

/** jsonb and text refuse NUL; bytes that are no UTF-8 become U+FFFD. */
function asText(rawBody: Uint8Array): string {
  return new TextDecoder().decode(rawBody).replaceAll("\0", "\uFFFD");
}

/** Our own configured secrets, none of which may be stored. */
export function knownSecrets({
  config,
  channels,
  formKeys,
}: Pick<Services, "config" | "channels" | "formKeys">): readonly string[] {
  return [...config.secrets, ...channels.secrets(), ...formKeys.secrets()];
}
