import type { Services } from "../../services.ts";
import type { LeadDesk, Vendor } from "../../vendors/vendor.ts";

/** Vendors that only announce their leads, and that this environment has a token for. */
export function leadVendors({ vendors, config }: Pick<Services, "vendors" | "config">): Vendor[] {
  return vendors.filter(({ name, leads }) => leads?.isAble(config.vendors[name] ?? {}));
}

/** Whom a lead of this source is asked of, by its vendor's name; null where nothing is configured. */
export async function leadDesk(
  services: Services,
  source: string,
): Promise<{ vendor: Vendor; desk: LeadDesk } | null> {
  const vendor = leadVendors(services).find(({ leads }) => leads?.source === source);
  if (!vendor) return null;
  const create = await vendor.leads!.load();
  const values = services.config.vendors[vendor.name] ?? {};
  return { vendor, desk: create(values, { fetch, defaultCountry: services.config.defaultCountry }) };
}

/** What a person has to mend: tried on in a rhythm, and never given up. */
export const mendable: readonly string[] = ["bad_key", "no_permission"];
