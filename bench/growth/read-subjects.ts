import type { Facts } from "./side.ts";
import type { Subject } from "./subject.ts";

const snapshot = (name: string, filters: (facts: Facts) => object): Subject => ({
  name: `monitor_snapshot: ${name}`,
  as: "staff",
  statement: "select length(public.monitor_snapshot(40, $1::text::jsonb)::text) as answer",
  parameters: (facts) => [JSON.stringify(filters(facts))],
});

const list = (name: string, page: (facts: Facts) => (string | null)[]): Subject => ({
  name: `list_messages: ${name}`,
  as: "staff",
  statement:
    "select length(public.list_messages($1::text::uuid, 50, $2::text::bigint, $3::text, $4::text)::text) as answer",
  parameters: (facts) => [facts.workspace, ...page(facts)],
});

const events = (name: string, state: string): Subject => ({
  name: `event_page: ${name}`,
  as: "staff",
  statement: "select length(public.event_page(40, $1::text, null, null)::text) as answer",
  parameters: () => [state],
});

/** What staff and the page's own refresh ask, as a signed-in member under row-level security. */
export const readSubjects: Subject[] = [
  snapshot("as it is polled", () => ({})),
  snapshot("answered", () => ({ calls: "answered" })),
  snapshot("waiting", () => ({ calls: "waiting" })),
  snapshot("not messaged", () => ({ calls: "not_messaged" })),
  snapshot("needs a person", () => ({ calls: "needs" })),
  snapshot("inbound only", () => ({ messages: "in" })),
  snapshot("older calls", ({ call }) => ({ callsBefore: call })),
  snapshot("older messages", ({ message }) => ({ messagesBefore: message })),
  snapshot("search, a rare name", () => ({ search: "Malaspina" })),
  snapshot("search, a common name", () => ({ search: "Mario" })),
  snapshot("search, a number", () => ({ search: "+39 348 0000 123" })),
  snapshot("search, nobody", () => ({ search: "Xyzzy" })),
  list("all", () => [null, null, null]),
  list("inbound, an older page", ({ message }) => [String(message), "in", null]),
  list("one phone", () => [null, null, "+393480000123"]),
  events("to look at", "open"),
  events("all", "all"),
];
