import { Readable } from "node:stream";
import type { SupabaseClient } from "@supabase/supabase-js";
import { csvLine } from "../../contacts/csv-line.ts";
import type { AuditFilters } from "./audit-filters.ts";
import { readAuditPage, readColleagues } from "./read-audit.ts";

const pageSize = 500;

/** RFC 4180, newest first, written page by page. `id, at, person, action, kind, subject, detail`; times are UTC. */
export function auditCsv(client: SupabaseClient, filters: AuditFilters): ReadableStream<Uint8Array> {
  return Readable.toWeb(
    Readable.from(lines(client, filters), { objectMode: false }),
  ) as ReadableStream<Uint8Array>;
}

async function* lines(client: SupabaseClient, filters: AuditFilters): AsyncGenerator<Buffer> {
  const names = new Map((await readColleagues(client)).map(({ userId, email }) => [userId, email ?? userId]));
  yield Buffer.from(csvLine(["id", "at", "person", "action", "kind", "subject", "detail"]));
  let before: number | null = null;
  do {
    const page = await readAuditPage(client, { ...filters, before }, pageSize);
    for (const { id, at, userId, action, kind, subject, detail } of page.entries) {
      const person = userId === null ? "" : (names.get(userId) ?? userId);
      yield Buffer.from(
        csvLine([
          id,
          new Date(at).toISOString(),
          person,
          action,
          kind,
          subject ?? "",
          JSON.stringify(detail),
        ]),
      );
    }
    before = page.older;
  } while (before !== null);
}
