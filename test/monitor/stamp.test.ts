import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, type Kit, kit } from "../support/kit.ts";

/** The poll of the first page: what was made at a stamp holds while the database answers the same one. */
let k: Kit;
let ask: (known?: string | null) => Promise<{ stamp?: string | null; unchanged?: true }>;
beforeEach(async () => {
  k = await kit();
  const { client } = await k.product.db.createStaff({ role: "agent" });
  ask = async (known = null) => {
    const { data, error } = await client.rpc("monitor_snapshot", { page_size: 10, filters: {}, known });
    if (error) throw new Error(error.message);
    return data;
  };
});
afterEach(() => k.product.close());

/** Null while anybody on the server writes, other tests' databases included. */
async function stamp(): Promise<string> {
  for (let n = 0; n < 500; n += 1) {
    const { stamp } = await ask();
    if (stamp) return stamp;
  }
  throw new Error("Somebody was writing each of 500 times.");
}
const holds = async (known: string) => (await ask(known)).unchanged === true;
const settled = async (known: string) => {
  for (let n = 0; n < 500 && !(await holds(known)); n += 1);
  return holds(known);
};

test("it holds until something is written, and is another one then", async () => {
  const first = await stamp();
  expect(await settled(first)).toBe(true);
  await k.ct(endedCall(1));
  expect(await holds(first)).toBe(false);
  expect(await stamp()).not.toBe(first);
});

test("it does not hold while somebody writes, nor once that is committed", async () => {
  const first = await stamp();
  const session = await k.sql.reserve();
  await session`begin`;
  await session`update workspaces set name = 'Altra'`;
  expect(await ask(first)).toMatchObject({ stamp: null });
  await session`commit`;
  session.release();
  expect(await holds(first)).toBe(false);
  expect(await ask(await stamp())).not.toMatchObject({ workspace: {} });
});

test("who began before another and commits after is not overlooked", async () => {
  const [early, late] = [await k.sql.reserve(), await k.sql.reserve()];
  await early`begin`;
  await early`update channels set name = name`;
  await late`update workspaces set name = 'Altra'`;
  expect(await ask()).toMatchObject({ stamp: null });
  await early`commit`;
  const after = await stamp();
  expect(await settled(after)).toBe(true);
  for (const session of [early, late]) session.release();
});

test("the elder's last word does not hide the younger who is still at work", async () => {
  const [early, late] = [await k.sql.reserve(), await k.sql.reserve()];
  await early`begin`;
  await early`update channels set name = name`;
  await late`begin`;
  await late`update workspaces set name = 'Altra'`;
  await early`update channels set name = name`;
  await early`commit`;
  expect(await ask()).toMatchObject({ stamp: null });
  await late`commit`;
  for (const session of [early, late]) session.release();
});

test("it ends with the minute", async () => {
  const first = await stamp();
  await k.shift(60_000);
  expect(await holds(first)).toBe(false);
});

test("a statement that finds no row to change moves nothing", async () => {
  const first = await stamp();
  await k.sql`update whatsapp_messages set status = 'sent' where false`;
  expect(await settled(first)).toBe(true);
});

test("every table whose rows staff may read moves it, but those that the page does not show", async () => {
  const silent = await k.sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and has_any_column_privilege('authenticated', c.oid, 'select')
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || '_moves_stamp')
    order by 1`;
  expect(silent.map(({ name }) => name)).toEqual([
    "api_keys",
    "ask_decisions",
    // Whatever changes one of a call changes the call.
    "asks",
    "attachments",
    "audit_log",
    "bill_evidence",
    "contact_merges",
    "conversation_presence",
    "erasures",
    "former_members",
    "lead_assignments",
    "lead_forms",
    "lead_sources",
    "media_deletions",
    "ready_answers",
    // The page of a person shows them, the first page does not.
    "reasons_to_write",
    "registry_numbers",
    "retention_passes",
    "tasks",
    "whatsapp_conversations",
    "whatsapp_message_keys",
    "whatsapp_statuses",
    "whatsapp_template_states",
  ]);
});
