import type { Services } from "../services.ts";
import type { PassEnd } from "./reconcile-store.ts";
import { type Note, recordFinding } from "./record-finding.ts";

/**
 * Asks for the phones behind LIDs, one after the other; the writers it finds meet their messages. None is asked for after
 * `deadline` (of `performance.now()`): each has its own next time.
 */
export async function reconcileIdentities(
  services: Services,
  lids: string[],
  note: Note,
  deadline: number,
): Promise<PassEnd> {
  for (const lid of lids) {
    if (performance.now() > deadline) return {};
    const lookup = await services.provider.phoneOfLid!(lid);
    // The same would happen to the others: each has its own next time.
    if (lookup.kind === "failed") return { error: lookup.failure };
    if (lookup.kind === "unknown") continue;
    const { phone } = lookup;
    note(
      await recordFinding(services, {
        source: "wasender",
        eventType: "reconcile.identity",
        body: { lid, phone },
        value: { type: "identity", lid, phone },
      }),
    );
  }
  return {};
}
