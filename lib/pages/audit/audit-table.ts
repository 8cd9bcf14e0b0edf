import type { SupabaseClient } from "@supabase/supabase-js";
import type { Cell } from "../../base/table-cell.ts";
import { readColleagues } from "../shell/staff-name.ts";
import type { AuditFilters } from "./audit-filters.ts";
import { readAuditPage } from "./read-audit.ts";

const pageSize = 500;
const columns = ["id", "at", "person", "action", "kind", "subject", "detail"];
export const auditWidths = [10, 20, 32, 24, 14, 14, 60];

/** What staff did as the rows of a table, newest first, read page by page, under its columns. */
export async function* auditRows(client: SupabaseClient, filters: AuditFilters): AsyncGenerator<Cell[]> {
  const names = new Map(
    (await readColleagues(client)).map(({ userId, email, name }) => [userId, email ?? name ?? userId]),
  );
  yield columns;
  let before: number | null = null;
  do {
    const page = await readAuditPage(client, { ...filters, before }, pageSize);
    for (const { id, at, userId, action, kind, subject, detail } of page.entries) {
      const person = userId === null ? "" : (names.get(userId) ?? userId);
      yield [id, new Date(at), person, action, kind, subject ?? "", JSON.stringify(detail)];
    }
    before = page.older;
  } while (before !== null);
}
