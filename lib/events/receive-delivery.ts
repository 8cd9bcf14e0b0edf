import { Problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import type { DomainValue } from "./domain-value.ts";
import { prepareEffects } from "./prepare-effects.ts";
import { type Delivery, type Recorded, recordDelivery } from "./record-delivery.ts";
import { redactBody, redactHeaders, redactText } from "./redact.ts";
import type { IncomingRequest, Source } from "./source.ts";

/**
 * Verify, parse, normalise, record: one delivery from raw bytes to its committed effects.
 *
 * Throws Problem: 503 or 401 before anything is stored; 400, 415 or 422 after the unreadable body is;
 * 503 `effect_failed` when it is stored but its effect must be tried again.
 */
export async function receiveDelivery(
  services: Services,
  source: Source,
  request: IncomingRequest,
  requestId: string,
): Promise<Recorded> {
  const began = performance.now();
  const read = source.verify(request, services.config);
  const secrets = knownSecrets(services);
  const delivery: Delivery = {
    workspace: "default",
    source: source.name,
    eventType: null,
    requestId,
    contentType: request.headers.get("content-type"),
    headers: redactHeaders(request.headers),
    body: null,
    rawBody: null,
    elapsedMs: 0,
    rejected: null,
  };
  let effects: DomainValue[] = [];
  let unreadable: Problem | null = null;
  try {
    const { delivery: parsed, body } = read(request);
    delivery.eventType = parsed.eventType.slice(0, 200).toWellFormed();
    delivery.body = redactBody(body, secrets);
    effects = prepareEffects(parsed.values, secrets);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    unreadable = error;
    delivery.rejected = { reason: error.code, detail: error.message };
    // jsonb and text refuse NUL; bytes that are no UTF-8 become U+FFFD.
    delivery.rawBody = redactText(
      new TextDecoder().decode(request.rawBody).replaceAll("\0", "\uFFFD"),
      secrets,
    );
  }
  delivery.elapsedMs = Math.round((performance.now() - began) * 100) / 100;
  const recorded = await recordDelivery(services.db, delivery, effects);
  if (unreadable) throw unreadable;
  if (recorded.outcome === "failed") {
    throw new Problem("effect_failed", `Delivery ${recorded.requestId} is kept, and will be tried again.`, {
      cause: new Error(`${recorded.reason}: ${recorded.detail}`),
    });
  }
  return recorded;
}

/** Our own configured secrets, none of which may be stored. */
export function knownSecrets({ config }: Pick<Services, "config">): string[] {
  const {
    secretKey,
    whatsappApiToken,
    whatsappWebhookSecret,
    wasenderPersonalToken,
    cloudtalkWebhookSecret,
    cloudtalkSigningSecret,
    cloudtalkApiKey,
    cronSecret,
  } = config;
  return [
    secretKey,
    whatsappApiToken,
    whatsappWebhookSecret,
    wasenderPersonalToken,
    cloudtalkWebhookSecret,
    cloudtalkSigningSecret,
    cloudtalkApiKey,
    cronSecret,
  ].filter((secret) => secret !== null);
}
