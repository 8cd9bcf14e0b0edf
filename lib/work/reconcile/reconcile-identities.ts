import type { Provider } from "../../model/provider.ts";
import type { Services } from "../../services.ts";
import type { PassEnd } from "./reconcile-store.ts";
import { type Note, recordFinding } from "./record-finding.ts";

/**
 * Asks for the phones behind LIDs and the LIDs of numbers that we wrote to, one after the other; the people they belong
 * to meet their messages. None is asked for after `deadline` (of `performance.now()`): each has its own next time.
 */
export async function reconcileIdentities(
  services: Services,
  addresses: string[],
  note: Note,
  deadline: number,
): Promise<PassEnd> {
  for (const address of addresses) {
    if (performance.now() > deadline) return {};
    const pair = await lookUp(services.provider, address);
    // The same would happen to the others: each has its own next time.
    if (pair.kind === "failed") return { error: pair.failure };
    if (pair.kind === "unknown") continue;
    const { lid, phone } = pair;
    note(
      await recordFinding(services, {
        source: services.provider.name,
        eventType: "reconcile.identity",
        body: { lid, phone },
        value: { type: "identity", lid, phone },
      }),
    );
  }
  return {};
}

async function lookUp(provider: Provider, address: string) {
  if (address.startsWith("+")) {
    // A provider that knows phones by LIDs may not know LIDs by phones.
    const found = (await provider.lidOfPhone?.(address)) ?? { kind: "unknown" as const };
    return found.kind === "found" ? { ...found, phone: address } : found;
  }
  const found = await provider.phoneOfLid!(address);
  return found.kind === "found" ? { ...found, lid: address } : found;
}
