import { Problem } from "../base/problem.ts";
import type { Services } from "../services.ts";
import type { IncomingRequest, Proof, Values, Vendor, Webhook } from "../vendors/vendor.ts";

/**
 * What verifying tells, and the channels whose own secret proves it, which several may share; none for what the environment's
 * proves. Throws the refusal of the environment's where no channel's does, or of a channel's where the
 * environment has none.
 */
export async function verifyDelivery(
  services: Services,
  vendor: Vendor,
  webhook: Webhook,
  request: IncomingRequest,
): Promise<{ proof: Proof; proved: string[] }> {
  const { result, channels } = await withOneOf(services, vendor, (values) => webhook.verify(request, values));
  return { proof: result, proved: channels };
}

/** The answer to a vendor that asks whether the address is ours, by the environment's secret or a channel's own. Throws Problem. */
export async function answerHandshake(
  services: Services,
  vendor: Vendor,
  handshake: NonNullable<Webhook["handshake"]>,
  url: URL,
): Promise<Response> {
  return (await withOneOf(services, vendor, (values) => handshake(url, values))).result;
}

async function withOneOf<Result>(
  services: Services,
  vendor: Vendor,
  prove: (values: Values) => Result | Promise<Result>,
): Promise<{ result: Result; channels: string[] }> {
  const own = services.config.vendors[vendor.name] ?? {};
  try {
    return { result: await prove(own), channels: [] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    let refusal = error;
    const channels: string[] = [];
    let first: { result: Result } | null = null;
    for (const { channel, values } of await services.channels.proofs(vendor.name)) {
      try {
        const result = await prove({ ...own, ...values });
        first ??= { result };
        channels.push(channel);
      } catch (other) {
        if (!(other instanceof Problem)) throw other;
        if (refusal.code === "not_configured") refusal = other;
      }
    }
    if (first) return { ...first, channels };
    throw refusal;
  }
}
