import type { Context } from "hono";

/** The lists of people, in the order of their tabs. `new` and `mentions` are shown where they have somebody. */
export const tabs = ["reply", "problem", "mine", "waiting", "all", "closed"] as const;
export const listViews = [...tabs, "new", "mentions"] as const;
export type ListView = (typeof listViews)[number];

/** What of the lists an address asks for; it goes along to the person's page and back. */
export interface ChatFilters {
  view: ListView;
  /** Up to 80 characters; looks at everybody, whatever the view. */
  q: string | null;
  owner: string | null;
  tag: string | null;
  /** `next` of the page before. */
  before: string | null;
}

export function chatFilters(c: Context): ChatFilters {
  const view = listViews.find((known) => known === c.req.query("view"));
  const text = (name: string, most: number) => c.req.query(name)?.trim().slice(0, most) || null;
  const owner = text("owner", 36);
  const before = text("before", 60);
  return {
    view: view ?? "reply",
    q: text("q", 80),
    owner: owner && /^[0-9a-f-]{36}$/.test(owner) ? owner : null,
    tag: text("tag", 40)?.toLowerCase() ?? null,
    before: before && /^-?[0-9]{1,11}(\.[0-9]{1,9})?~[0-9]{1,18}$/.test(before) ? before : null,
  };
}

/** `/monitor?view=mine`, or `/monitor/c/14?view=mine`; `more` is added. */
export function chatPath(
  filters: ChatFilters,
  contact: number | null = null,
  more: Record<string, string | number> = {},
): string {
  const query = chatQuery(filters, more);
  return `${contact === null ? "/monitor" : `/monitor/c/${contact}`}${query && `?${query}`}`;
}

export function chatQuery(filters: ChatFilters, more: Record<string, string | number> = {}): string {
  const { view, q, owner, tag, before } = filters;
  const params = new URLSearchParams();
  if (view !== "reply") params.set("view", view);
  for (const [name, value] of Object.entries({ q, owner, tag, before })) if (value) params.set(name, value);
  for (const [name, value] of Object.entries(more)) params.set(name, String(value));
  return params.toString();
}

/** What of the filters is given. */
export function given(filters: ChatFilters): Partial<Record<keyof ChatFilters, string>> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null));
}
