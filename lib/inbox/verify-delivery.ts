import { Problem } from "../base/problem.ts";
import type { Services } from "../services.ts";
import type { IncomingRequest, Proof, Vendor, Webhook } from "../vendors/vendor.ts";

/**
 * What verifying tells, and the channel whose own secret proved it; null for what the environment's proves. Throws the
 * refusal of the environment's where no channel's does.
 */
export async function verifyDelivery(
  services: Services,
  vendor: Vendor,
  webhook: Webhook,
  request: IncomingRequest,
): Promise<{ proof: Proof; channel: string | null }> {
  const own = services.config.vendors[vendor.name] ?? {};
  try {
    return { proof: await webhook.verify(request, own), channel: null };
  } catch (refusal) {
    if (!(refusal instanceof Problem)) throw refusal;
    for (const { channel, values } of await services.channels.proofs(vendor.name)) {
      try {
        return { proof: await webhook.verify(request, { ...own, ...values }), channel };
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }
    throw refusal;
  }
}
