import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import type { Language } from "../../base/language.ts";
import type { Cell } from "../../base/table-cell.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { createFormat } from "../shell/format.ts";
import { openPage } from "../shell/open-page.ts";
import { tableAnswer } from "../shell/table-answer.ts";
import { type CallFilters, callFiltersOf, callsPath } from "./call-filters.ts";
import { callName } from "./call-name.ts";
import { outcomeWords, templateName, whyNothing } from "./call-row.ts";
import { type CallRow, readCalls } from "./read-calls.ts";
import { callsTexts } from "./texts.ts";

/** What the list shows, all pages of it, for managers; written down in the log. */
export async function exportCalls(c: Context<AppEnv>): Promise<Response> {
  const filters = callFiltersOf((name) => c.req.query(name));
  const opened = await openPage(c, callsPath(filters), "manager");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  await callRpc(client, "note_list_export", { workspace: id, what: "calls" });
  const { columns } = callsTexts[language];
  return tableAnswer(c, {
    name: callsTexts[language].file,
    header: [
      columns.at,
      columns.who,
      columns.company,
      columns.phone,
      columns.agent,
      columns.secondsLong,
      columns.outcome,
      columns.sent,
      columns.why,
    ],
    widths: [18, 28, 28, 18, 22, 12, 22, 24, 60],
    timeZone,
    rows: rows(client, id, { ...filters, before: null }, language, timeZone),
  });
}

async function* rows(
  client: SupabaseClient,
  workspace: string,
  filters: CallFilters,
  language: Language,
  timeZone: string,
): AsyncGenerator<Cell[]> {
  let next: string | null = null;
  do {
    const page = await readCalls(client, workspace, { ...filters, before: next }, 1000);
    const format = createFormat(language, timeZone, page.now);
    for (const call of page.rows) yield cells(call);
    next = page.next === null ? null : String(page.next);

    function cells(call: CallRow): Cell[] {
      const why = whyNothing(language, call);
      return [
        new Date(call.at),
        callName(language, call),
        call.company,
        call.phone ?? call.phoneRaw,
        call.agent,
        call.seconds,
        outcomeWords(language, format, call),
        why === null ? templateName(language, call.message?.template ?? null) : null,
        why,
      ];
    }
  } while (next !== null);
}
