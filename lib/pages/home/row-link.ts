import { noFilters, withFilters } from "./filters.ts";
import type { View } from "./view.ts";

/** To a call's row: on this page if it is here, else on a page with everything of that person. */
export function callLink({ snapshot, path }: View, id: number, phone: string | null): string {
  return rowLink(path, snapshot.calls, `#call-${id}`, id, phone);
}

export function messageLink({ snapshot, path }: View, id: number, phone: string | null): string {
  return rowLink(path, snapshot.messages, `#message-${id}`, id, phone);
}

function rowLink(
  path: string,
  rows: { id: number }[],
  anchor: string,
  id: number,
  phone: string | null,
): string {
  if (rows.some((row) => row.id === id)) return anchor;
  return `${withFilters(path, { ...noFilters, search: phone })}${anchor}`;
}
