import type { Vendor } from "../../vendors/vendor.ts";

/** Which events are shown; all of it is in the page's address. */
export interface EventFilters {
  state: EventFilter;
  /** A vendor's name. */
  source: string | null;
  /** Events older than this one. */
  before: number | null;
}

/** `open`: all that had no effect. `retrying` and `dead` are those whose effect failed. */
export const eventFilters = ["open", "rejected", "retrying", "dead", "all"] as const;
export type EventFilter = (typeof eventFilters)[number];

/** Never refuses: a mistyped address shows more than was meant, not an error. */
export function readEventFilters(query: URLSearchParams, vendors: readonly Vendor[]): EventFilters {
  const before = query.get("before") ?? "";
  return {
    state: eventFilters.find((state) => state === query.get("outcome")) ?? "open",
    source: vendors.find(({ name, events }) => events && name === query.get("source"))?.name ?? null,
    before: /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null,
  };
}

/** `path?outcome=rejected&before=12`: known parameters only, and none that say nothing. */
export function withEventFilters(
  path: string,
  { state, source, before }: EventFilters,
  more: Record<string, string> = {},
): string {
  const params = new URLSearchParams(more);
  if (state !== "open") params.set("outcome", state);
  if (source) params.set("source", source);
  if (before) params.set("before", String(before));
  return params.size > 0 ? `${path}?${params}` : path;
}
