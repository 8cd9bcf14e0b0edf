import type { Reader, Vendor } from "../vendors/vendor.ts";
import { vendorNamed } from "../vendors/vendors.ts";
import { readerOf } from "./reader-of.ts";

/** How bodies are read, by the vendor that sent them. */
export type Readers = Readonly<Record<string, Reader>>;

/** The readers of these vendors, and no others: each is loaded when something of its is read. Who is in the list no more has none. */
export async function readersOf(list: readonly Vendor[], sources: Iterable<string>): Promise<Readers> {
  const found = [...new Set(sources)].map(async (source) => {
    const events = vendorNamed(list, source)?.events;
    return events ? [[source, await readerOf(events)] as const] : [];
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}
