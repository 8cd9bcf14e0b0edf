import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endedCall, inbound, pdf } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";
import { tables as known, serviceFunctions, staffFunctions } from "./catalogue.ts";

/** I15: role by table by verb, and role by function, enumerated from the catalogue so that a new one cannot hide. */
let product: Product;
let tables: string[];
let functions: { name: string; signature: string; schema: string }[];
let member: Staff;
let outsider: Staff;
let neighbour: Staff;

/** Tables that staff have no business reading, not even their own company's. */
const serviceTables = Object.keys(known).filter((table) => known[table] === "nobody");

beforeAll(async () => {
  product = await createProduct();
  const { sql } = product.db;
  tables = (
    await sql`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'v', 'm', 'p', 'f') order by 1`
  ).map(({ name }) => name);
  functions = await sql<{ name: string; signature: string; schema: string }[]>`
    select p.proname as name, p.oid::regprocedure::text as signature, n.nspname as schema
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'app') order by 1`;
  await product.postCloudtalk(endedCall(1));
  await product.postCloudtalk(endedCall(2));
  await product.afterResponses();
  await product.postWasender(inbound(1, "ecco"));
  await product.postWasender(inbound(1, "", { message: pdf }));
  await sql`select app.queue_task(workspace_id, 'write_back', id::text, p_call => id) from cloudtalk_calls`;
  // Two messages could be meant, so it is nobody's failure but the channel's.
  await product.postWasender({ event: "message.sent", data: { success: false, error: "no" } });
  await product.postWasender({
    event: "messages.update",
    data: { key: { id: "X", fromMe: true }, update: { status: 2 } },
  });
  await sql`insert into alerts (workspace_id, kind, subject, since)
    select id, 'source_silent', 'cloudtalk', app.now() from workspaces`;
  await sql`insert into alert_notices (alert_id, workspace_id, receiver) select id, workspace_id, 'webhook' from alerts`;
  await sql`insert into alert_receivers (workspace_id, kind, sealed, shown)
    select id, 'webhook', 'v1.a.b.c', '{}' from workspaces`;
  await sql`insert into audit_log (workspace_id, action, subject_kind) select id, 'settings_saved', 'settings' from workspaces`;
  await sql`insert into workspace_settings (workspace_id, kind, version, value)
    select id, 'cooldown', 1, app.default_setting('cooldown') from workspaces`;
  await sql`insert into contact_consents (workspace_id, contact_id, kind, source)
    select workspace_id, id, 'blocked', 'staff' from contacts`;
  await sql`insert into registry_numbers (workspace_id, number) select id, '+393330000009' from workspaces`;
  await sql`insert into attention (workspace_id, contact_id, kind, at)
    select workspace_id, id, 'view_once', app.now() from contacts`;
  await sql`insert into bill_verdicts (workspace_id, contact_id, message_id, verdict, user_id)
    select workspace_id, contact_id, id, 'good', gen_random_uuid() from whatsapp_messages where evidence = 'attachment'`;
  await sql`insert into restore_checks (workspace_id, channel_id, since, held_at)
    select workspace_id, id, app.now(), app.now() from channels`;
  await sql`insert into lead_sources (workspace_id, source, checked_at)
    select id, 'meta_ads', app.now() from workspaces`;
  await sql`insert into channel_standing (channel_id, workspace_id, quality)
    select id, workspace_id, 'green' from channels`;
  await sql`insert into channel_credentials (channel_id, workspace_id, sealed)
    select id, workspace_id, 'v1.a.b.c' from channels`;
  await sql`insert into whatsapp_template_states (workspace_id, channel_id, template_id, state)
    select c.workspace_id, c.id, t.id, 'approved' from channels c join whatsapp_templates t using (workspace_id)`;
  await sql`insert into contact_merges (workspace_id, loser, winner, moved)
    select workspace_id, min(id), max(id), '{}' from contacts group by 1`;
  await sql`insert into erased_identities (workspace_id, kind, digest, contact_id)
    select workspace_id, 'lid', 'digest of nobody', min(id) from contacts group by 1`;
  await sql`insert into erasures (workspace_id, contact_id, asked_by, reason, counts)
    select workspace_id, min(id), gen_random_uuid(), 'asked', '{}' from contacts group by 1`;
  await sql`insert into media_deletions (workspace_id, folder) select id, 'nowhere' from workspaces`;
  await sql`insert into whatsapp_reactions (workspace_id, message_id, direction, emoji, reacted_at)
    select workspace_id, min(id), 'in', '👍', app.now() from whatsapp_messages group by 1`;
  await sql`insert into attachments (workspace_id, contact_id, user_id, kind, file_name, mime_type, size_bytes, sha256)
    select workspace_id, min(id), gen_random_uuid(), 'image', 'foto.jpg', 'image/jpeg', 1, ${"a".repeat(64)}
    from contacts group by 1`;
  await sql`insert into api_keys (workspace_id, name, role, prefix, hash)
    select id, 'Gestionale', 'agent', 'aftercall_x', ${"a".repeat(64)} from workspaces`;
  await sql`insert into lead_form_keys (id, workspace_id, source, name, sealed)
    select gen_random_uuid(), id, 'google_leads', 'Stalle', 'v1.a.b.c' from workspaces`;
  await sql`insert into api_requests (workspace_id, user_id, key, fingerprint)
    select id, gen_random_uuid(), 'k', 'f' from workspaces`;
  await sql`insert into lead_forms (workspace_id, source, form_id) select id, 'meta_ads', '7' from workspaces`;
  await sql`insert into leads (workspace_id, contact_id, source, external_id, status, submitted_at)
    select workspace_id, min(id), s, '1', 'created', app.now()
    from contacts, unnest(array['meta_ads', 'google_ads']) s group by 1, 3`;
  await sql`insert into lead_assignments (workspace_id, lead_id, user_id)
    select workspace_id, id, gen_random_uuid() from leads`;
  await sql`insert into retention_passes (workspace_id, kind) select id, 'events' from workspaces`;
  await sql`insert into former_members (workspace_id, user_id, name) select id, gen_random_uuid(), 'Ada' from workspaces`;
  await sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  member = await product.db.createStaff({ role: "admin" });
  outsider = await product.db.createStaff({ workspace: null });
  neighbour = await product.db.createStaff({ workspace: "neighbour", role: "admin" });
  const [person] = await sql`select contact_id, workspace_id from conversations limit 1`;
  const mine = { ...person, user_id: member.userId };
  await sql`insert into conversation_reads ${sql({ ...mine, message_id: 1 })}`;
  await sql`insert into conversation_presence ${sql(mine)}`;
  const [note] =
    await sql`insert into conversation_notes ${sql({ ...mine, body: "da richiamare" })} returning id`;
  await sql`insert into note_mentions ${sql({ ...mine, note_id: note?.id })}`;
});
afterAll(() => product.close());

const count = async (staff: Staff, table: string) => {
  // Of these, staff read some columns only.
  const columns =
    { api_keys: "name", webhook_requests: "id", whatsapp_media: "state", attachments: "kind" }[table] ?? "*";
  const { data, error } = await staff.client.from(table).select(columns);
  return error ? error.code : data.length;
};

describe("tables", () => {
  test("all have row-level security and at least one row to hide", async () => {
    const open = await product.db.sql`select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`;
    expect(open).toEqual([]);
    for (const table of tables) {
      const { data, error } = await product.db.service.from(table).select("*");
      expect([table, error, (data?.length ?? 0) > 0]).toEqual([table, null, true]);
    }
  });

  test("views run with the reader's rights", async () => {
    const definers = await product.db.sql`select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'v'
        and not coalesce(reloptions @> array['security_invoker=true'], false)`;
    expect(definers).toEqual([]);
  });

  test("a member reads their own company's, an outsider and a neighbour nothing of it", async () => {
    for (const table of tables) {
      if (serviceTables.includes(table)) {
        expect([table, await count(member, table)]).toEqual([table, "42501"]);
        continue;
      }
      expect([table, await count(member, table)]).toEqual([table, expect.any(Number)]);
      expect([table, Number(await count(member, table)) > 0]).toEqual([table, true]);
      expect([table, await count(outsider, table)]).toEqual([table, 0]);
      const own = ["workspaces", "memberships"].includes(table) ? 1 : 0;
      expect([table, await count(neighbour, table)]).toEqual([table, own]);
    }
  });

  test("nobody but the functions writes: anon and staff have no verb, the service reads only", async () => {
    const verbs = ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"];
    const granted = await product.db.sql`
      select r.role, t.name, v.verb from unnest(${tables}::text[]) t (name)
      cross join unnest(array['anon', 'authenticated', 'service_role']) r (role)
      cross join unnest(${verbs}::text[]) v (verb)
      where has_table_privilege(r.role, format('public.%I', t.name), v.verb)
         or (v.verb in ('INSERT', 'UPDATE', 'REFERENCES')
             and has_any_column_privilege(r.role, format('public.%I', t.name), v.verb))`;
    expect(granted).toEqual([]);
    const anon = await product.db.sql`select name from unnest(${tables}::text[]) t (name)
      where has_any_column_privilege('anon', format('public.%I', name), 'SELECT')`;
    expect(anon).toEqual([]);
  });

  test("what opens a customer's file is for the service", async () => {
    for (const column of ["source", "path"]) {
      const { error } = await member.client.from("whatsapp_media").select(column);
      expect([column, error?.code]).toEqual([column, "42501"]);
    }
  });

  test("bodies and headers of deliveries are for the service", async () => {
    for (const column of ["body", "raw_body", "headers", "domain_values"]) {
      const { error } = await member.client.from("webhook_requests").select(column);
      expect([column, error?.code]).toEqual([column, "42501"]);
    }
  });
});

describe("functions", () => {
  test("of the exposed schema are exactly those known here", () => {
    const exposed = functions.filter(({ schema }) => schema === "public").map(({ name }) => name);
    expect(exposed).toEqual([...Object.keys(staffFunctions), ...serviceFunctions].toSorted());
  });

  test("are executable by the one role that calls them, and by nobody else", async () => {
    for (const { name, signature, schema } of functions) {
      const [may] = await product.db.sql`select
        has_function_privilege('anon', ${signature}, 'execute') as anon,
        has_function_privilege('authenticated', ${signature}, 'execute') as staff,
        has_function_privilege('service_role', ${signature}, 'execute') as service`;
      const helper = schema === "app";
      expect([signature, may?.anon]).toEqual([signature, false]);
      expect([signature, may?.service]).toEqual([signature, !helper && serviceFunctions.includes(name)]);
      if (!helper) expect([signature, may?.staff]).toEqual([signature, Object.hasOwn(staffFunctions, name)]);
    }
  });

  test("that run as their owner pin their search_path, and staff may run none of them without a check", async () => {
    const definers = await product.db
      .sql`select p.oid::regprocedure::text as signature, p.prosrc, p.proconfig,
        has_function_privilege('authenticated', p.oid, 'execute') as staff
      from pg_proc p where p.pronamespace in ('public'::regnamespace, 'app'::regnamespace) and p.prosecdef`;
    for (const { signature, proconfig, staff, prosrc } of definers) {
      expect([signature, proconfig]).toEqual([signature, expect.arrayContaining(['search_path=""'])]);
      if (staff) expect([signature, /require_role|auth\.uid\(\)/.test(prosrc)]).toEqual([signature, true]);
    }
  });

  test("show and change nothing of another company", async () => {
    const [channel] = await product.db.sql`select id, workspace_id, state from channels`;
    const [message] = await product.db.sql`update whatsapp_messages set status = 'uncertain'
      where recipient is not null and id = (select min(id) from whatsapp_messages) returning id`;
    for (const stranger of [outsider, neighbour]) {
      const pause = await stranger.client.rpc("set_channel_paused", { channel: channel?.id, paused: true });
      expect(pause.error?.code).toBe("42501");
      const resolve = await stranger.client.rpc("resolve_uncertain", {
        message: message?.id,
        decision: "sent",
      });
      expect(resolve.error?.code).toBe("42501");
      const list = {
        workspace: channel?.workspace_id,
        page_size: 50,
        before: null,
        direction: null,
        phone: null,
      };
      expect((await stranger.client.rpc("list_messages", list)).data).toEqual([]);
    }
    expect((await outsider.client.rpc("monitor_snapshot", { page_size: 50 })).data).toBeNull();
    const { data } = await neighbour.client.rpc("monitor_snapshot", { page_size: 50 });
    expect(data).toMatchObject({
      workspace: { name: "Neighbour" },
      calls: [],
      messages: [],
      queue: [],
      channels: [],
    });
    expect(await product.db.sql`select state from channels`).toEqual([{ state: channel?.state }]);
    expect(await product.db.sql`select status from whatsapp_messages where id = ${message?.id}`).toEqual([
      { status: "uncertain" },
    ]);
  });

  test("an agent may settle an uncertain send but not pause the channel", async () => {
    const agent = await product.db.createStaff({ role: "agent" });
    const [channel] = await product.db.sql`select id from channels`;
    const [message] = await product.db.sql`select id from whatsapp_messages where status = 'uncertain'`;
    const pause = await agent.client.rpc("set_channel_paused", { channel: channel?.id, paused: true });
    expect(pause.error?.code).toBe("42501");
    expect(
      (await agent.client.rpc("resolve_uncertain", { message: message?.id, decision: "sent" })).data,
    ).toBe("sent");
  });
});
