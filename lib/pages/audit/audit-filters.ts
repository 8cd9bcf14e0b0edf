/** Which entries are shown; all of it is in the page's address. */
export interface AuditFilters {
  /** Id of a colleague. */
  person: string | null;
  /** call, contact, settings …: what it was done to. */
  kind: string | null;
  /** Entries older than this one. */
  before: number | null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Never refuses: a mistyped address shows more than was meant, not an error. */
export function readAuditFilters(query: URLSearchParams): AuditFilters {
  const person = query.get("person") ?? "";
  const kind = query.get("kind") ?? "";
  const before = query.get("before") ?? "";
  return {
    person: uuid.test(person) ? person : null,
    kind: /^[a-z_]{1,30}$/.test(kind) ? kind : null,
    before: /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null,
  };
}

export function withAuditFilters(
  path: string,
  { person, kind, before }: AuditFilters,
  more: Record<string, string> = {},
): string {
  const params = new URLSearchParams(more);
  if (person) params.set("person", person);
  if (kind) params.set("kind", kind);
  if (before) params.set("before", String(before));
  return params.size > 0 ? `${path}?${params}` : path;
}
