import { afterEach, beforeEach, expect, test } from "vitest";
import { createProduct, type Product } from "../support/product.ts";

/** Erasing, exporting and retention walk one list: a table that holds a person is on it, or says here why not. */
const namesNobody: Record<string, string> = {
  "app.tombstone_keys": "keys of marks",
  "public.api_keys": "programs",
  "public.alerts": "ids and numbers of ours",
  "public.channel_standing": "our own numbers",
  "public.channels": "our own numbers",
  "public.lead_forms": "our own forms",
  "public.lead_form_keys": "our own keys",
  "public.lead_sources": "times and the vendor's words",
  "public.former_members": "colleagues",
  "public.media_deletions": "ids of ours",
  "public.memberships": "colleagues",
  "public.ready_answers": "our own words",
  "public.reconcile_passes": "times",
  "public.restore_checks": "counts",
  "public.retention_passes": "times",
  "public.whatsapp_template_states": "a vendor's words of our own texts",
  "public.whatsapp_templates": "our own words",
  "public.workspace_settings": "our own words",
  "public.workspaces": "the company",
};

/** What a column is called that may hold a person, or what somebody said or wrote. */
const personal =
  "(^|_)(contact|phone|number|name|e?mail|address|recipient|lid|digest|needles|words|body|facts|media|headers|detail|payload|texts?|reason|edits|answer|identit(y|ies))(_|$)";

let product: Product;
beforeEach(async () => {
  product = await createProduct();
});
afterEach(() => product.close());

/** Tables with such a column, or a row of which belongs to a contact, a call or a message. */
async function holding(): Promise<string[]> {
  const rows = await product.db.sql<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind in ('r', 'p')
      and (exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attname ~ ${personal})
        or exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
          and a.attname in ('call_id', 'message_id', 'winner', 'loser'))
        or exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid in
          ('public.contacts'::regclass, 'public.cloudtalk_calls'::regclass, 'public.whatsapp_messages'::regclass)))
    order by 1`;
  return rows.map(({ name }) => (name.includes(".") ? name : `public.${name}`));
}
const listed = async () =>
  (await product.db.sql<{ name: string }[]>`select name from app.personal_tables`).map(({ name }) => name);
const missing = async () => {
  const known = new Set([...(await listed()), ...Object.keys(namesNobody)]);
  return (await holding()).filter((name) => !known.has(name));
};

test("every table that holds a person is on the list, and nothing else is", async () => {
  expect(await missing()).toEqual([]);
  const [all, held] = [await listed(), await holding()];
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((name) => !held.includes(name))).toEqual([]);
  expect(Object.keys(namesNobody).filter((name) => all.includes(name))).toEqual([]);
});

test.for([
  "create table public.notes_of_staff (id bigint, contact_id bigint)",
  "create table public.notes_of_staff (id bigint, sender_phone text)",
  "create table app.notes_of_staff (id bigint, body text)",
  "create table app.notes_of_staff (id bigint, about bigint references public.cloudtalk_calls (id))",
])("a new one that is not on it is found: %s", async (statement) => {
  await product.db.sql.unsafe(statement);
  expect(await missing()).toEqual([expect.stringMatching(/notes_of_staff$/)]);
});

test("what the list names is there: tables, columns, functions, kinds", async () => {
  const rows = await product.db.sql`select *, to_regclass(name)::text as found from app.personal_tables`;
  const [{ functions, kinds }] = await product.db.sql<[{ functions: string[]; kinds: string[] }]>`select
    array(select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'app'::regnamespace) as functions,
    array(select kind from app.retention_kinds) as kinds`;
  for (const { name, found, found_by, erasing, part, shown_by, retention } of rows) {
    expect([name, found]).not.toEqual([name, null]);
    if (found_by)
      await product.db.sql.unsafe(
        `select from ${name} x where ${found_by.replaceAll("$1", "'{1}'::bigint[]")}`,
      );
    const own = (text: string) => text.startsWith("app.");
    if (erasing && own(erasing)) expect(functions).toContain(`${erasing}(bigint[],bigint,text[])`);
    else if (erasing) expect([name, found_by]).not.toEqual([name, null]);
    if (shown_by && own(shown_by)) expect(functions).toContain(`${shown_by}(bigint[],bigint,integer)`);
    else if (part) expect([name, found_by]).not.toEqual([name, null]);
    for (const kind of retention ?? []) expect(kinds).toContain(kind);
  }
  const retained = rows.flatMap(({ retention }) => retention ?? []);
  expect([...new Set(retained)].toSorted()).toEqual(kinds.toSorted());
  const [{ passes }] = await product.db.sql<[{ passes: string }]>`select
    pg_get_constraintdef(oid) as passes from pg_constraint where conname = 'retention_passes_kind_check'`;
  for (const kind of kinds) expect(passes).toContain(`'${kind}'`);
});
