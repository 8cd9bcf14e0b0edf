import type { Problem } from "../base/problem.ts";
import { redactHeaders } from "../base/redact.ts";
import type { Services } from "../services.ts";
import type { Vendor, Webhook } from "../vendors/vendor.ts";
import { recordDelivery } from "./record-delivery.ts";
import { verifyDelivery } from "./verify-delivery.ts";

/**
 * Keeps that a body was too large to be taken, as something to look at: somebody's message is in it. Only of who proves
 * to be the source without the body; throws their refusal otherwise.
 */
export async function keepTooLarge(
  services: Services,
  vendor: Vendor,
  webhook: Webhook,
  request: Request,
  requestId: string,
  problem: Problem,
): Promise<void> {
  const { headers, url } = request;
  const bodiless = { headers, url: new URL(url), rawBody: new Uint8Array() };
  const { proved } = await verifyDelivery(services, vendor, webhook, bodiless);
  await recordDelivery(
    services.db,
    {
      workspace: "default",
      source: vendor.name,
      proved,
      requestId,
      contentType: headers.get("content-type"),
      headers: redactHeaders(headers),
      eventType: null,
      body: null,
      rawBody: null,
      elapsedMs: 0,
      rejected: { reason: problem.reason, detail: problem.message, lost: vendor.events!.brings },
      mappingVersion: null,
    },
    [],
  );
}
