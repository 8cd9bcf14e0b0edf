import type { Vendor } from "./vendor.ts";

/** Whether this environment names it: by a variable that it has to itself, so by none with a fallback. */
export function isNamed({ variables }: Vendor, isSet: (variable: string) => boolean): boolean {
  return variables.some(({ name, fallback, isShared }) => fallback === undefined && !isShared && isSet(name));
}

/**
 * Those that are used. Of events that none of them brings the first vendor of the list counts too: somebody has to say what is
 * missing. Not of leads, which many companies have from no form.
 */
export function vendorsInUse(list: readonly Vendor[], isUsed: (vendor: Vendor) => boolean): Vendor[] {
  const used = list.filter(isUsed);
  const brought = new Set(used.map(({ events }) => events?.brings));
  const first = list.filter(
    ({ events }, at) =>
      events &&
      events.brings !== "leads" &&
      !brought.has(events.brings) &&
      list.findIndex((other) => other.events?.brings === events.brings) === at,
  );
  return list.filter((vendor) => used.includes(vendor) || first.includes(vendor));
}
