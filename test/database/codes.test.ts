import { afterAll, beforeAll, expect, test } from "vitest";
import * as codes from "../../lib/model/codes.ts";
import { createProduct, type Product } from "../support/product.ts";

/** lib/model/codes.ts and the checks of the database say the same: neither can know a code that the other does not. */
let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

const quoted = (text: string) => [...text.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code!).toSorted();

/** What a column's check lets in; of several, of the one with the most. */
async function ofColumn(table: string, column: string): Promise<string[]> {
  const rows = await product.db.sql<{ text: string }[]>`
    select pg_get_constraintdef(c.oid) as text from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
    where c.contype = 'c' and c.conrelid = to_regclass(${`public.${table}`}) and a.attname = ${column}`;
  return rows.map(({ text }) => quoted(text)).toSorted((a, b) => b.length - a.length)[0] ?? [];
}
async function ofConstraint(name: string): Promise<string[]> {
  const [row] = await product.db.sql<{ text: string }[]>`
    select pg_get_constraintdef(oid) as text from pg_constraint where conname = ${name}`;
  return quoted(/ANY \(+ARRAY\[(.+)\]/.exec(row?.text ?? "")?.[1] ?? "");
}

test.for([
  ["whatsapp_messages", "status", codes.messageStatuses],
  ["channels", "pause_reason", codes.pauseReasons],
  ["channel_incidents", "kind", codes.incidentKinds],
  ["alerts", "kind", codes.alertKinds],
  ["attention", "kind", codes.attentionKinds],
  ["reconcile_passes", "kind", codes.passKinds],
  ["bill_evidence", "level", codes.evidenceLevels],
  ["bill_evidence", "source", codes.evidenceSources],
  ["cloudtalk_calls", "electricity_bill_evidence", codes.evidenceLevels],
  ["tasks", "state", codes.taskStates],
  ["whatsapp_media", "state", codes.fileStates],
  ["channels", "connection_status", codes.connectionStatuses],
] as const)("%s.%s", async ([table, column, values]) => {
  expect(await ofColumn(table, column)).toEqual([...values].toSorted());
});

test.for([
  ["reason_code_check", codes.reasonCodes],
  ["webhook_requests_ignored", codes.ignoredReasons],
  ["webhook_requests_rejected", codes.rejectionReasons],
] as const)("%s", async ([name, values]) => {
  expect(await ofConstraint(name)).toEqual([...values].toSorted());
});

test("every column of a reason of messages and calls is of the domain", async () => {
  const rows = await product.db
    .sql`select table_name || '.' || column_name as name from information_schema.columns
    where domain_name = 'reason_code' order by 1`;
  expect(rows.map(({ name }) => name)).toEqual([
    "ask_decisions.code",
    "asks.code",
    "cloudtalk_calls.should_send_code",
    "google_ads_leads.reason_code",
    "leads.reason_code",
    "meta_ads_leads.reason_code",
    "whatsapp_messages.reason_code",
    "whatsapp_statuses.failure",
  ]);
});

test("what overruling a call answers is what its functions have", async () => {
  const [row] = await product.db.sql<{ source: string }[]>`
    select string_agg(prosrc, '') as source from pg_proc
    where proname in ('override_call', 'override_reminders', 'refuse_press')`;
  for (const answer of codes.overrideAnswers) expect(row?.source).toContain(`'${answer}'`);
});
