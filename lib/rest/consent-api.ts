import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { Consent } from "../model/consent.ts";
import type { AppEnv } from "../web/create-app.ts";
import { csvAnswer } from "../web/csv-answer.ts";
import { staffMember } from "../web/staff-member.ts";
import { xlsxAnswer } from "../web/xlsx-answer.ts";
import { consentRows, consentWidths } from "./consent-table.ts";

const pageSize = 500;

/** `GET /api/contacts/:id/consent`, JSON, `?format=csv` or `?format=xlsx`: all that one person, and we, said of writing to them. */
export async function contactConsent(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c);
  const format = c.req.query("format") ?? "json";
  if (format !== "json" && format !== "csv" && format !== "xlsx") {
    throw new Problem("bad_request", 'The parameter "format" is one of: json, csv, xlsx.');
  }
  const contact = Number(c.req.param("id"));
  const pages = history(member, contact);
  const first = await pages.next();
  if (first.done) throw new Problem("not_found", "There is no such contact.");
  const all = withFirst(first.value, pages);
  if (format === "csv") return csvAnswer(c, `consent-${contact}.csv`, consentRows(all));
  if (format === "xlsx") {
    const table = { rows: consentRows(all), widths: consentWidths, timeZone: member.timeZone };
    return xlsxAnswer(c, `consent-${contact}.xlsx`, table);
  }
  const consents: Consent[] = [];
  for await (const page of all) consents.push(...page);
  return c.json({ contact, consents });
}

/** `GET /api/consent.csv` and `.xlsx`: everybody's, for managers, and written down. */
export async function allConsent(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c, "manager");
  await callRpc(member.client, "note_consent_export", { workspace: member.workspace });
  const pages = history(member, null);
  // The first page is read before the answer begins: a refusal is an answer of its own.
  const first = await pages.next();
  const rows = consentRows(withFirst(first.done ? [] : first.value, pages));
  if (!c.req.path.endsWith(".xlsx")) return csvAnswer(c, "consent.csv", rows);
  return xlsxAnswer(c, "consent.xlsx", { rows, widths: consentWidths, timeZone: member.timeZone });
}

/** Pages, newest first; no page at all when there is no such contact. */
async function* history(
  { client, workspace }: { client: SupabaseClient; workspace: string },
  contact: number | null,
): AsyncGenerator<Consent[]> {
  let before: number | null = null;
  while (true) {
    const page: Consent[] | null = await (callRpc(client, "consent_history", {
      workspace,
      contact,
      before,
      page_size: pageSize,
    }) as Promise<Consent[] | null>);
    if (page === null) return;
    yield page;
    if (page.length < pageSize) return;
    before = page.at(-1)!.id;
  }
}

async function* withFirst<Page>(first: Page, rest: AsyncIterable<Page>): AsyncGenerator<Page> {
  yield first;
  yield* rest;
}
