import type { SupabaseClient } from "@supabase/supabase-js";
import { csvLine } from "../../contacts/csv-line.ts";
import { readColleagues } from "../staff-name.ts";
import type { AuditFilters } from "./audit-filters.ts";
import { readAuditPage } from "./read-audit.ts";

const pageSize = 500;
const columns = ["id", "at", "person", "action", "kind", "subject", "detail"];

/** What staff did as the lines of a table, newest first, read page by page; times in ISO 8601 UTC. */
export async function* auditCsv(client: SupabaseClient, filters: AuditFilters): AsyncGenerator<string> {
  const names = new Map((await readColleagues(client)).map(({ userId, email }) => [userId, email ?? userId]));
  yield csvLine(columns);
  let before: number | null = null;
  do {
    const page = await readAuditPage(client, { ...filters, before }, pageSize);
    for (const { id, at, userId, action, kind, subject, detail } of page.entries) {
      const person = userId === null ? "" : (names.get(userId) ?? userId);
      yield csvLine([
        id,
        new Date(at).toISOString(),
        person,
        action,
        kind,
        subject ?? "",
        JSON.stringify(detail),
      ]);
    }
    before = page.older;
  } while (before !== null);
}
