import type { Problem } from "../base/problem.ts";
import { redactHeaders } from "../base/redact.ts";
import type { Services } from "../services.ts";
import type { Vendor, Webhook } from "../vendors/vendor.ts";
import { recordDelivery } from "./record-delivery.ts";
import { verifyDelivery } from "./verify-delivery.ts";

/**
 * Keeps that a body was too large to be taken, as something to look at: somebody's message is in it. Only of who proves
 * to be the source, by the body where it is not far too large; throws their refusal otherwise.
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
  const isNearly = Number(headers.get("content-length")) <= 2 * webhook.maxBytes;
  // What came without a length was read already.
  const rawBody = new Uint8Array(
    isNearly && !request.bodyUsed ? await request.arrayBuffer() : new ArrayBuffer(0),
  );
  const whole = { headers, url: new URL(url), rawBody };
  const { channels: proved, form } = await verifyDelivery(services, vendor, webhook, whole);
  await recordDelivery(
    services.db,
    {
      workspace: form?.workspace ?? "default",
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
