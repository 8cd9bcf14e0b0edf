import { isDay } from "../shell/day-words.ts";
import { withQuery } from "../shell/with-query.ts";

export const outcomes = ["sent", "none", "answered", "bill", "problem"] as const;
export type Outcome = (typeof outcomes)[number];

/** Which calls a page shows, as its address says; null: no matter. */
export interface CallFilters {
  /** `2026-11-27`, of the workspace. */
  day: string | null;
  agent: string | null;
  outcome: Outcome | null;
  q: string | null;
  /** The id after which the page begins. */
  before: string | null;
}

/** What is no filter counts as none. */
export function callFiltersOf(query: (name: string) => string | undefined): CallFilters {
  const day = query("day");
  const outcome = query("outcome");
  const before = query("before") ?? "";
  return {
    day: isDay(day) ? day : null,
    agent: query("agent")?.slice(0, 200) || null,
    outcome: outcomes.find((known) => known === outcome) ?? null,
    q: (query("q") ?? "").trim().slice(0, 80) || null,
    before: /^[1-9]\d{0,14}$/.test(before) ? before : null,
  };
}

/** The same list with something else; another list begins with its newest. */
export function callsPath(filters: CallFilters, over: Partial<CallFilters> & { lang?: string } = {}): string {
  return withQuery("/monitor/calls", { ...filters, before: null, ...over });
}
