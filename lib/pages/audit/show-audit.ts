import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { csvAnswer } from "../../web/csv-answer.ts";
import { staffMember } from "../../web/staff-member.ts";
import { xlsxAnswer } from "../../web/xlsx-answer.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { readAuditFilters, withAuditFilters } from "./audit-filters.ts";
import { auditPage } from "./audit-page.ts";
import { auditRows, auditWidths } from "./audit-table.ts";
import { readAuditPage, readPrivacyStatus } from "./read-audit.ts";

const rowsShown = 50;

/** What staff did, for managers. */
export async function showAudit(c: Context<AppEnv>): Promise<Response> {
  const filters = filtersOf(c);
  const opened = await openPage(c, withAuditFilters("/monitor/audit", filters), "manager");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const [page, colleagues, status] = await Promise.all([
    readAuditPage(client, filters, rowsShown),
    readColleagues(client),
    readPrivacyStatus(client),
  ]);
  return c.html(auditPage({ language, shell, page, colleagues, status, filters }));
}

/** The same as a table for a spreadsheet, all pages of it. */
export async function downloadAudit(c: Context<AppEnv>): Promise<Response> {
  const { client, timeZone } = await staffMember(c, "manager");
  const rows = auditRows(client, filtersOf(c));
  if (!c.req.path.endsWith(".xlsx")) return csvAnswer(c, "audit.csv", rows);
  return xlsxAnswer(c, "audit.xlsx", { rows, widths: auditWidths, timeZone });
}

function filtersOf(c: Context) {
  return readAuditFilters(new URL(c.req.url).searchParams);
}
