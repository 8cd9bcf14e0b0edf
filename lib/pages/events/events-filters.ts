import type { Source } from "../../vendors/source.ts";

/** Which events are shown; all of it is in the page's address. */
export interface EventFilters {
  state: EventFilter;
  source: Source["name"] | null;
  /** Events older than this one. */
  before: number | null;
}

/** `open`: all that had no effect. `retrying` and `dead` are those whose effect failed. */
export const eventFilters = ["open", "rejected", "retrying", "dead", "all"] as const;
export type EventFilter = (typeof eventFilters)[number];
export const eventSources = ["cloudtalk", "wasender"] as const satisfies readonly Source["name"][];

/** Never refuses: a mistyped address shows more than was meant, not an error. */
export function readEventFilters(query: URLSearchParams): EventFilters {
  const before = query.get("before") ?? "";
  return {
    state: eventFilters.find((state) => state === query.get("outcome")) ?? "open",
    source: eventSources.find((source) => source === query.get("source")) ?? null,
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
