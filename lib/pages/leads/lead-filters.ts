import { isDay } from "../shell/day-words.ts";
import { withQuery } from "../shell/with-query.ts";

/** As the database has them, in the order in which a lead goes through them. */
export const leadStates = [
  "new",
  "queued",
  "contacted",
  "answered",
  "bill",
  "won",
  "lost",
  "error",
  "waiting",
  "test",
] as const;
export type LeadState = (typeof leadStates)[number];

/** Which leads a page shows, as its address says; null: no matter. */
export interface LeadFilters {
  source: string | null;
  campaign: string | null;
  /** The source's id of it. */
  form: string | null;
  state: LeadState | null;
  /** A colleague's id, or `none`. */
  owner: string | null;
  country: string | null;
  tag: string | null;
  /** A field of the person's, or a question, and what stands there. */
  field: string | null;
  value: string | null;
  /** Days of the workspace, both included, on which the form was filled in. */
  from: string | null;
  to: string | null;
  q: string | null;
  /** The lead after which the page begins. */
  before: string | null;
}

export const noFilters: LeadFilters = {
  source: null,
  campaign: null,
  form: null,
  state: null,
  owner: null,
  country: null,
  tag: null,
  field: null,
  value: null,
  from: null,
  to: null,
  q: null,
  before: null,
};

/** What is no filter counts as none. */
export function leadFiltersOf(query: (name: string) => string | undefined): LeadFilters {
  const text = (name: string, most = 200) =>
    (query(name) ?? "").toWellFormed().replaceAll("\0", "").trim().slice(0, most) || null;
  const fitting = (name: string, pattern: RegExp) => (pattern.test(query(name) ?? "") ? query(name)! : null);
  const day = (name: string) => (isDay(query(name)) ? query(name)! : null);
  return {
    source: fitting("source", /^[a-z][a-z_]{0,39}$/),
    campaign: text("campaign", 500),
    form: text("form"),
    state: leadStates.find((known) => known === query("state")) ?? null,
    owner: fitting("owner", /^(none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/),
    country: text("country", 80),
    tag: text("tag", 40)?.toLowerCase() ?? null,
    field: text("field"),
    value: text("value"),
    from: day("from"),
    to: day("to"),
    q: text("q", 80),
    before: fitting("before", /^[1-9]\d{0,17}$/),
  };
}

/** The same list with something else; another list begins with the newest. */
export function leadsPath(
  filters: LeadFilters,
  over: Partial<LeadFilters> & { lang?: string; format?: string } = {},
  path = "/monitor/leads",
): string {
  return withQuery(path, { ...filters, before: null, ...over });
}

/** Whether anything but the page is chosen. */
export function isNarrowed(filters: LeadFilters): boolean {
  return Object.values({ ...filters, before: null }).some((value) => value !== null);
}
