import { withQuery } from "../shell/with-query.ts";

/** As the database has them, and `none` of who has no thread. */
export const states = [
  "problem",
  "reply",
  "check",
  "call_back",
  "queued",
  "waiting",
  "done",
  "closed",
  "none",
] as const;
export type PersonState = (typeof states)[number];
export const sources = ["call", "wrote"] as const;
export type Source = (typeof sources)[number];

/** Which persons a page shows, as its address says; null: no matter. */
export interface PeopleFilters {
  state: PersonState | null;
  /** A colleague's id, or `none`. */
  owner: string | null;
  tag: string | null;
  source: Source | null;
  q: string | null;
  /** The key after which the page begins. */
  before: string | null;
}

/** What is no filter counts as none. */
export function peopleFiltersOf(query: (name: string) => string | undefined): PeopleFilters {
  const owner = query("owner") ?? "";
  const before = query("before") ?? "";
  return {
    state: states.find((known) => known === query("state")) ?? null,
    owner: /^(none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(owner) ? owner : null,
    tag: (query("tag") ?? "").trim().toLowerCase().slice(0, 40) || null,
    source: sources.find((known) => known === query("source")) ?? null,
    q: (query("q") ?? "").trim().slice(0, 80) || null,
    before: /^-?[0-9]{1,11}(\.[0-9]{1,9})?~[0-9]{1,18}$/.test(before) ? before : null,
  };
}

/** The same list with something else; another list begins with who was last spoken with. */
export function peoplePath(
  filters: PeopleFilters,
  over: Partial<PeopleFilters> & { lang?: string } = {},
): string {
  return withQuery("/monitor/people", { ...filters, before: null, ...over });
}
