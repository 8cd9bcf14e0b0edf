import type { Context } from "hono";
import type { AppEnv } from "../../http/create-app.ts";
import { csvAnswer } from "../../http/csv-answer.ts";
import { staffMember } from "../../http/staff-member.ts";
import { chooseLanguage, keepLanguage } from "../choose-language.ts";
import { readColleagues } from "../staff-name.ts";
import { isLanguage } from "../texts.ts";
import { auditCsv } from "./audit-csv.ts";
import { readAuditFilters, withAuditFilters } from "./audit-filters.ts";
import { auditPage } from "./audit-page.ts";
import { readAuditPage, readPrivacyStatus } from "./read-audit.ts";

const rowsShown = 50;

/** What staff did, for managers. */
export async function showAudit(c: Context<AppEnv>): Promise<Response> {
  const { client, userId } = await staffMember(c, "manager");
  const filters = filtersOf(c);
  if (isLanguage(c.req.query("lang"))) {
    keepLanguage(c);
    return c.redirect(withAuditFilters("/monitor/audit", filters), 303);
  }
  const [page, colleagues, status] = await Promise.all([
    readAuditPage(client, filters, rowsShown),
    readColleagues(client),
    readPrivacyStatus(client),
  ]);
  return c.html(auditPage({ language: chooseLanguage(c), userId, page, colleagues, status, filters }));
}

/** The same as a table for a spreadsheet, all pages of it. */
export async function downloadAudit(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffMember(c, "manager");
  return csvAnswer(c, "audit.csv", auditCsv(client, filtersOf(c)));
}

function filtersOf(c: Context) {
  return readAuditFilters(new URL(c.req.url).searchParams);
}
