import type { Context } from "hono";
import type { Cell } from "../../base/table-cell.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import { type Colleague, colleagueName, readColleagues } from "../shell/staff-name.ts";
import { tableAnswer } from "../shell/table-answer.ts";
import { type LeadFilters, leadFiltersOf, leadsPath } from "./lead-filters.ts";
import { readLeads } from "./read-leads.ts";
import { sourceWords } from "./source-words.ts";
import { leadsTexts } from "./texts.ts";

const columns = [
  "at",
  "who",
  "company",
  "phone",
  "email",
  "state",
  "source",
  "form",
  "campaign",
  "country",
  "owner",
  "speed",
  "tags",
] as const;

/** What the list shows, all pages of it, for managers; written down in the log. */
export async function exportLeads(c: Context<AppEnv>): Promise<Response> {
  const filters = leadFiltersOf((name) => c.req.query(name));
  const opened = await openPage(c, leadsPath(filters), "manager");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  await callRpc(client, "note_list_export", { workspace: id, what: "leads" });
  const t = leadsTexts[language];
  return tableAnswer(c, {
    name: t.file,
    header: columns.map((column) => t.columns[column]),
    widths: [18, 28, 28, 18, 28, 18, 20, 28, 28, 12, 20, 16, 24],
    timeZone,
    rows: rows(opened, await readColleagues(client), filters),
  });
}

async function* rows(
  { client, language, shell }: OpenedPage,
  colleagues: Colleague[],
  filters: LeadFilters,
): AsyncGenerator<Cell[]> {
  const t = leadsTexts[language];
  let before: string | null = null;
  do {
    const page = await readLeads(client, shell.workspace.id, { ...filters, before }, 500);
    for (const lead of page.rows) {
      yield [
        new Date(lead.at),
        lead.name,
        lead.company,
        lead.phone,
        lead.email,
        t.states[lead.state],
        sourceWords(language, lead.source),
        lead.form,
        lead.campaign,
        lead.country,
        lead.owner && colleagueName(language, lead.owner, colleagues),
        lead.seconds,
        lead.tags.join(", "),
      ];
    }
    before = page.next === null ? null : String(page.next);
  } while (before !== null);
}
