import { Problem } from "../base/problem.ts";
import type { Services } from "../services.ts";
import type { IncomingRequest, Proof, Values, Vendor, Webhook } from "../vendors/vendor.ts";
import type { FormProof } from "./form-keys.ts";

/** Whose secret it was, where it was not the environment's. */
export interface Prover {
  /** The channels whose own it is, which several may share. */
  channels: string[];
  /** The form's key; in the workspace of this key its leads are. */
  form: Pick<FormProof, "id" | "workspace"> | null;
}

/**
 * What verifying tells, and whose secret proves it. Throws the refusal of the environment's where no channel's and no form's does,
 * or of theirs where the environment has none.
 */
export async function verifyDelivery(
  services: Services,
  vendor: Vendor,
  webhook: Webhook,
  request: IncomingRequest,
): Promise<Prover & { proof: Proof }> {
  const { result, ...prover } = await withOneOf(services, vendor, (values) =>
    webhook.verify(request, values),
  );
  return { proof: result, ...prover };
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
): Promise<Prover & { result: Result }> {
  const own = services.config.vendors[vendor.name] ?? {};
  let refusal: Problem;
  try {
    return { result: await prove(own), channels: [], form: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refusal = error;
  }
  const tried = async <Held extends { values: Values }>(all: Held[]) => {
    const proved: { held: Held; result: Result }[] = [];
    for (const held of all) {
      try {
        proved.push({ held, result: await prove({ ...own, ...held.values }) });
      } catch (other) {
        if (!(other instanceof Problem)) throw other;
        if (refusal.code === "not_configured") refusal = other;
      }
    }
    return proved;
  };
  const channels = await tried(await services.channels.proofs(vendor.name));
  const forms = await tried(await services.formKeys.proofs(vendor));
  const first = channels[0] ?? forms[0];
  if (!first) throw refusal;
  return {
    result: first.result,
    channels: channels.map(({ held }) => held.channel),
    form: forms[0]?.held ?? null,
  };
}
