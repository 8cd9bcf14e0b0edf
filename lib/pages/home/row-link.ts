import { noFilters, withFilters } from "./filters.ts";
import { homePath } from "./home-path.ts";
import type { View } from "./view.ts";

/** To a call's row: on this page if it is here, else on a page with everything of that person. */
export function callLink({ snapshot }: View, id: number, phone: string | null): string {
  return rowLink(snapshot.calls, `#call-${id}`, id, phone);
}

export function messageLink({ snapshot }: View, id: number, phone: string | null): string {
  return rowLink(snapshot.messages, `#message-${id}`, id, phone);
}

function rowLink(rows: { id: number }[], anchor: string, id: number, phone: string | null): string {
  if (rows.some((row) => row.id === id)) return anchor;
  return `${withFilters(homePath, { ...noFilters, search: phone })}${anchor}`;
}
