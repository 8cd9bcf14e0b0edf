import { cloudtalk } from "./cloudtalk/vendor.ts";
import { cunnekt } from "./cunnekt/vendor.ts";
import { googleLeads } from "./google-leads/vendor.ts";
import { meta } from "./meta/vendor.ts";
import { metaLeads } from "./meta-leads/vendor.ts";
import type { Values, Vendor } from "./vendor.ts";
import { wasender } from "./wasender/vendor.ts";

/** Everybody whom we speak with, in the order in which people see them. The only list. */
export const vendors: readonly Vendor[] = [cloudtalk, wasender, meta, cunnekt, metaLeads, googleLeads];

/** Of each vendor its variables, by its name. */
export type VendorValues = Readonly<Record<string, Values>>;

export function vendorNamed(list: readonly Vendor[], name: string | null | undefined): Vendor | null {
  return list.find((vendor) => vendor.name === name) ?? null;
}

/** The first vendor that has this part, and all that it needs; what it does is loaded when it is asked for. */
export function configuredPart<Name extends "calls" | "writeBack">(
  list: readonly Vendor[],
  values: VendorValues,
  name: Name,
): {
  vendor: Vendor;
  load(): Promise<ReturnType<Awaited<ReturnType<NonNullable<Vendor[Name]>["load"]>>>>;
} | null {
  for (const vendor of list) {
    const [part, own] = [vendor[name], values[vendor.name] ?? {}];
    if (!part?.needs.every((variable) => own[variable])) continue;
    // biome-ignore lint/suspicious/noExplicitAny: which work it is follows from the name
    return { vendor, load: async () => (await part.load())(own) as any };
  }
  return null;
}
