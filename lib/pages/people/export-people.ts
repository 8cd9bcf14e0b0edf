import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import type { Language } from "../../base/language.ts";
import type { Cell } from "../../base/table-cell.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { openPage } from "../shell/open-page.ts";
import { type Colleague, colleagueName, readColleagues } from "../shell/staff-name.ts";
import { tableAnswer } from "../shell/table-answer.ts";
import { type PeopleFilters, peopleFiltersOf, peoplePath } from "./people-filters.ts";
import { personName } from "./person-row.ts";
import { nextStep, stateWords } from "./person-state.ts";
import { readPeople } from "./read-people.ts";
import { peopleTexts } from "./texts.ts";

/** What the list shows, all pages of it, for managers; written down in the log. */
export async function exportPeople(c: Context<AppEnv>): Promise<Response> {
  const filters = peopleFiltersOf((name) => c.req.query(name));
  const opened = await openPage(c, peoplePath(filters), "manager");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { id, timeZone } = shell.workspace;
  await callRpc(client, "note_list_export", { workspace: id, what: "people" });
  const { columns, file } = peopleTexts[language];
  return tableAnswer(c, {
    name: file,
    header: [
      columns.who,
      columns.company,
      columns.phone,
      columns.state,
      columns.silence,
      columns.owner,
      columns.last,
      columns.next,
      columns.source,
      columns.tags,
      columns.calls,
    ],
    widths: [28, 28, 18, 24, 16, 24, 18, 34, 14, 24, 10],
    timeZone,
    rows: rows(
      { client, workspace: id, language, timeZone, colleagues: await readColleagues(client) },
      filters,
    ),
  });
}

interface Source {
  client: SupabaseClient;
  workspace: string;
  language: Language;
  timeZone: string;
  colleagues: Colleague[];
}

async function* rows(
  { client, workspace, language, timeZone, colleagues }: Source,
  filters: PeopleFilters,
): AsyncGenerator<Cell[]> {
  const t = peopleTexts[language];
  let before: string | null = null;
  do {
    const page = await readPeople(client, workspace, { ...filters, before }, 500);
    for (const person of page.rows) {
      yield [
        personName(language, person),
        person.company,
        person.phone,
        stateWords(language, person),
        person.silence && t.silences[person.silence],
        person.owner && colleagueName(language, person.owner, colleagues),
        new Date(person.lastAt),
        nextStep(language, timeZone, page.now, person),
        t.sources[person.source],
        person.tags.join(", "),
        person.calls,
      ];
    }
    before = page.next;
  } while (before !== null);
}
