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

const contacts = (name: string, search: string): Subject => ({
  name: `contact_list: search, ${name}`,
  as: "staff",
  statement: "select length(public.contact_list($1::text, null, 40)::text) as answer",
  parameters: () => [search],
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
  snapshot("search, two words in the other order", () => ({ search: "Rossi Mario" })),
  snapshot("search, a piece of many names", () => ({ search: "ros" })),
  snapshot("search, a piece of a number", () => ({ search: "0123" })),
  contacts("a rare name", "Malaspina"),
  contacts("a common name", "Mario"),
  contacts("two words in the other order", "Rossi Mario"),
  contacts("a piece of many names", "ros"),
  contacts("a piece of a number", "0123"),
  contacts("a number", "+39 348 0000 123"),
  contacts("nobody", "Xyzzy"),
  list("all", () => [null, null, null]),
  list("inbound, an older page", ({ message }) => [String(message), "in", null]),
  list("one phone", () => [null, null, "+393480000123"]),
  events("to look at", "open"),
  events("all", "all"),
];
