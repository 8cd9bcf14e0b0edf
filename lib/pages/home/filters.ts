/** What of the calls and messages is shown; all of it is in the page's address, so a link shows the same to others. */
export interface Filters {
  calls: CallFilter;
  /** Calls older than this one. */
  callsBefore: number | null;
  messages: "in" | "out" | null;
  messagesBefore: number | null;
  /** Part of a name or of a number. */
  search: string | null;
}

export const callFilters = ["all", "answered", "waiting", "not_messaged", "needs"] as const;
export type CallFilter = (typeof callFilters)[number];

export const noFilters: Filters = {
  calls: "all",
  callsBefore: null,
  messages: null,
  messagesBefore: null,
  search: null,
};

const longestSearch = 80;

/** Never refuses: an address that somebody cut or mistyped shows more than they meant, not an error. */
export function readFilters(query: URLSearchParams): Filters {
  const messages = query.get("messages");
  const search = query.get("q")?.toWellFormed().replaceAll("\0", "").trim().slice(0, longestSearch).trim();
  return {
    calls: callFilters.find((filter) => filter === query.get("calls")) ?? "all",
    callsBefore: readId(query.get("calls_before")),
    messages: messages === "in" || messages === "out" ? messages : null,
    messagesBefore: readId(query.get("messages_before")),
    search: search ? search.toWellFormed() : null,
  };
}

/** The same filters as parameters, without those that say nothing. */
export function filterParams(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.calls !== "all") params.set("calls", filters.calls);
  if (filters.callsBefore) params.set("calls_before", String(filters.callsBefore));
  if (filters.messages) params.set("messages", filters.messages);
  if (filters.messagesBefore) params.set("messages_before", String(filters.messagesBefore));
  if (filters.search) params.set("q", filters.search);
  return params;
}

/** `path?calls=answered`: only known parameters, so that nothing an address brings along is passed on. */
export function withFilters(path: string, filters: Filters, more: Record<string, string> = {}): string {
  const params = filterParams(filters);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  return params.size > 0 ? `${path}?${params}` : path;
}

function readId(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
