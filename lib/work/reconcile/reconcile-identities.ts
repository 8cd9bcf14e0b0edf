import type { Provider } from "../../model/provider.ts";
import { providersOf } from "../../outbox/providers-of.ts";
import type { Services } from "../../services.ts";
import type { DueLookup, PassEnd } from "./reconcile-store.ts";
import { type Note, recordFinding } from "./record-finding.ts";

/**
 * Asks for the phones behind LIDs and the LIDs of numbers that we wrote to, one after the other; the people they belong
 * to meet their messages. None is asked for after `deadline` (of `performance.now()`): each has its own next time.
 */
export async function reconcileIdentities(
  services: Services,
  lookups: DueLookup[],
  note: Note,
  deadline: number,
): Promise<PassEnd> {
  const providers = await providersOf(services, lookups);
  for (const { address, channel } of lookups) {
    if (performance.now() > deadline) return {};
    const provider = providers.get(channel)!;
    const pair = await lookUp(provider, address);
    // The same would happen to the others: each has its own next time.
    if (pair.kind === "failed") return { error: pair.failure };
    if (pair.kind === "unknown") continue;
    const { lid, phone } = pair;
    note(
      await recordFinding(services, {
        source: provider.name,
        channel,
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
