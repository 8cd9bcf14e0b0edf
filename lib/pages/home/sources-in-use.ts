import type { Services } from "../../services.ts";
import { isNamed, vendorsInUse } from "../../vendors/vendors-in-use.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Without the sources that nobody waits for: a vendor that the environment does not name, where no number is, and that never
 * said anything.
 */
export function sourcesInUse(
  snapshot: Snapshot,
  { vendors, config }: Pick<Services, "vendors" | "config">,
): Snapshot {
  const known = new Set([
    ...snapshot.channels.map(({ vendor }) => vendor),
    ...snapshot.sources.filter(({ lastHeardAt }) => lastHeardAt).map(({ source }) => source),
  ]);
  const inUse = vendorsInUse(vendors, (vendor) => {
    const values = config.vendors[vendor.name] ?? {};
    return known.has(vendor.name) || isNamed(vendor, (variable) => values[variable] !== undefined);
  });
  const names = new Set(inUse.map(({ name }) => name));
  return { ...snapshot, sources: snapshot.sources.filter(({ source }) => names.has(source)) };
}
