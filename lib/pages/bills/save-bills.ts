import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { attachmentHeader } from "../../web/attachment-header.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { csvAnswer } from "../../web/csv-answer.ts";
import { staffMember } from "../../web/staff-member.ts";
import { xlsxAnswer } from "../../web/xlsx-answer.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { billRows, billWidths } from "./bill-rows.ts";
import { type BillState, billStates } from "./bills-path.ts";
import { billsZip } from "./bills-zip.ts";
import { eachPerson } from "./each-person.ts";
import { billsTexts } from "./texts.ts";

/** What a list of the page shows, all of it: a table, or the files themselves. Who took it away is written down. */
export async function saveBills(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace, timeZone } = await staffMember(c);
  const [name, ending] = (c.req.param("name") ?? "").split(".");
  const state: BillState | undefined = billStates.find((each) => each === name);
  if (!state) throw new Problem("not_found", "There is no such list.");
  await callRpc(client, "note_bills_export", { workspace, what: `${state}.${ending}` });
  const t = billsTexts[chooseLanguage(c)];
  const people = eachPerson(client, state);
  const file = `${t.title} ${t.states[state].toLowerCase()}.${ending}`;
  if (ending === "csv") return csvAnswer(c, file, billRows(t, people));
  if (ending === "xlsx")
    return xlsxAnswer(c, file, { rows: billRows(t, people), widths: billWidths, timeZone });
  return c.body(billsZip(c.get("services"), client, t, state, people), 200, {
    "content-type": "application/zip",
    "content-disposition": attachmentHeader(file),
    "cache-control": "private, no-store",
  });
}
