import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProduct, endedCall, inbound, type Product, pdf, phone } from "../support/kit.ts";
import { staffFunctions, tables } from "./catalogue.ts";

/**
 * Role × table × verb and role × function, tried on a real Postgres as the Data API would: the role is switched and the
 * claims set. Tables and functions come from the catalogue: one that is not in catalogue.ts fails the first test.
 */
const roles = ["agent", "manager", "admin", "outsider", "neighbour", "anon"] as const;
type Role = (typeof roles)[number];
const rank: Record<Role, number> = { anon: 0, outsider: 0, neighbour: 0, agent: 1, manager: 2, admin: 3 };

/** Strangers are answered as if there were nothing, or with what is their own company's: they learn not even that it is there. */
const silent = new Set([
  "begin_export",
  "events_to_reread",
  "events_to_replay",
  "read_event",
  "take_for_replay",
]);

let product: Product;
const users = new Map<Role, string>();
const ids: Record<string, string> = {};
let marks: RegExp;

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  const { sql } = product.db;
  for (const n of [1, 2, 3, 4])
    await product.postCloudtalk(endedCall(n, { contact_name: n === 1 ? "Marisa" : "Altro" }));
  await product.postWasender(inbound(5, "chi sono", { key: hidden }));
  await product.postWasender(inbound(6, "", { message: pdf }));
  await product.postCloudtalk("{broken");
  await sql`update whatsapp_messages set status = 'uncertain' where recipient = ${phone(2)}`;
  await sql`update whatsapp_messages set status = 'failed' where recipient = ${phone(3)}`;
  const [row] = await sql`select
    (select id::text from workspaces) as workspace,
    (select id::text from channels) as channel,
    (select id from cloudtalk_calls where phone_number = ${phone(1)}) as call,
    (select contact_id from cloudtalk_calls where phone_number = ${phone(1)}) as contact,
    (select contact_id from cloudtalk_calls where phone_number = ${phone(2)}) as other,
    (select id from cloudtalk_calls where phone_number = ${phone(4)}) as proved,
    (select contact_id from contact_identities where kind = 'lid') as hidden,
    (select id from whatsapp_messages where status = 'uncertain') as uncertain,
    (select id from whatsapp_messages where status = 'failed') as failed,
    (select message_id from whatsapp_media) as file,
    (select id from whatsapp_messages where direction = 'in' and body = 'chi sono') as machine,
    (select id from webhook_requests where outcome = 'rejected') as event`;
  for (const [name, id] of Object.entries(row ?? {})) ids[name] = String(id);
  await sql`update whatsapp_media set state = 'stored', source = null, path = 'x', sha256 = ${"a".repeat(64)},
    size_bytes = 4, mime_type = 'application/pdf', stored_at = app.now()`;
  await sql`update whatsapp_messages set machine_reason = 'listed', evidence = null where id = ${ids.machine!}`;
  const [erased] =
    await sql`insert into contacts (workspace_id, erased_at) values (${ids.workspace!}, app.now()) returning id`;
  const [loser] =
    await sql`insert into contacts (workspace_id, merged_into) values (${ids.workspace!}, ${ids.other!}) returning id`;
  const [merge] =
    await sql`insert into contact_merges (workspace_id, loser, winner, moved) values (${ids.workspace!}, ${loser?.id},
    ${ids.other!}, '{"identities": [{"kind": "phone", "value": "+393339990002"}], "calls": [], "messages": [], "winner": {}}') returning id`;
  Object.assign(ids, { erased: String(erased?.id), merge: String(merge?.id) });
  await sql`insert into erased_identities (workspace_id, kind, digest, contact_id) values (${ids.workspace!}, 'lid', 'd', ${ids.erased!})`;
  await sql`insert into erasures (workspace_id, contact_id, asked_by, reason, counts)
    values (${ids.workspace!}, ${ids.erased!}, gen_random_uuid(), 'secret-mark', '{}')`;
  await sql`insert into media_deletions (workspace_id, folder, last_error) values (${ids.workspace!}, 'x', 'secret-mark')`;
  await sql`insert into whatsapp_reactions (workspace_id, message_id, direction, emoji, reacted_at)
    values (${ids.workspace!}, ${ids.failed!}, 'in', '👍', app.now())`;
  await sql`insert into attachments (workspace_id, contact_id, user_id, kind, file_name, mime_type, size_bytes, sha256)
    values (${ids.workspace!}, ${ids.contact!}, gen_random_uuid(), 'image', 'foto.jpg', 'image/jpeg', 1, ${"a".repeat(64)})`;
  const [key] = await sql`insert into api_keys (workspace_id, name, role, prefix, hash)
    values (${ids.workspace!}, 'secret-mark', 'agent', 'aftercall_x', ${"a".repeat(64)}) returning id`;
  const [formKey] = await sql`insert into lead_form_keys (id, workspace_id, source, name, sealed)
    values (gen_random_uuid(), ${ids.workspace!}, 'google_leads', 'secret-mark', 'v1.secret-mark.a.b') returning id`;
  Object.assign(ids, { key: key!.id, formKey: formKey!.id, phone: phone(1) });
  await sql`insert into api_requests (workspace_id, user_id, key, fingerprint)
    values (${ids.workspace!}, gen_random_uuid(), 'k', 'secret-mark')`;
  const [form] = await sql`insert into lead_forms (workspace_id, source, form_id)
    values (${ids.workspace!}, 'meta_ads', '7') returning id`;
  const [lead] =
    await sql`insert into leads (workspace_id, contact_id, source, external_id, status, submitted_at,
      answers, conflicts)
    select ${ids.workspace!}, ${ids.contact!}, s, '1', 'created', app.now(), '[{"name": "secret-mark"}]',
      '[{"field": "name", "had": "secret-mark", "given": "x"}]'
    from unnest(array['meta_ads', 'google_ads']) s returning id`;
  Object.assign(ids, { form: String(form!.id), lead: String(lead!.id) });
  await sql`insert into lead_assignments (workspace_id, lead_id, user_id)
    values (${ids.workspace!}, ${ids.lead!}, gen_random_uuid())`;
  await sql`insert into lead_sources (workspace_id, source, checked_at, detail)
    values (${ids.workspace!}, 'meta_ads', app.now(), 'secret-mark')`;
  await sql`insert into retention_passes (workspace_id, kind) values (${ids.workspace!}, 'events')`;
  await sql`insert into audit_log (workspace_id, action, subject_kind) values (${ids.workspace!}, 'secret-mark', 'call')`;
  await sql`insert into workspace_settings (workspace_id, kind, version, value) values (${ids.workspace!}, 'cooldown', 1, '{"hours": 77}')`;
  await sql`insert into alerts (workspace_id, kind, subject, since) values (${ids.workspace!}, 'source_silent', 'cloudtalk', app.now())`;
  await sql`insert into alert_notices (alert_id, workspace_id, receiver, last_error)
    select id, workspace_id, 'webhook', 'secret-mark' from alerts`;
  await sql`insert into alert_receivers (workspace_id, kind, sealed, shown)
    values (${ids.workspace!}, 'webhook', 'v1.secret-mark.a.b', '{}')`;
  await sql`insert into channel_incidents (workspace_id, channel_id, kind) values (${ids.workspace!}, ${ids.channel!}, 'send_failed_unbound')`;
  await sql`insert into channel_standing (channel_id, workspace_id, standing, detail)
    values (${ids.channel!}, ${ids.workspace!}, 'flagged', 'secret-mark')`;
  const [task] =
    await sql`insert into tasks (workspace_id, call_id, kind, key, state, ended_at, reason_code, reason)
    values (${ids.workspace!}, ${ids.call!}, 'write_back', '1', 'failed', app.now(), 'no_contact', 'secret-mark') returning id`;
  ids.task = String(task?.id);
  await sql`insert into attention (workspace_id, contact_id, kind, at) values (${ids.workspace!}, ${ids.other!}, 'view_once', app.now())`;
  const [refusal] = await sql`insert into attention (workspace_id, contact_id, message_id, kind, at)
    values (${ids.workspace!}, ${ids.hidden!}, ${ids.machine!}, 'refusal', app.now()) returning id`;
  ids.refusal = String(refusal?.id);
  await sql`insert into bill_verdicts (workspace_id, contact_id, message_id, verdict, kind, note, user_id)
    select workspace_id, contact_id, id, 'bad', 'other', 'secret-mark', gen_random_uuid()
    from whatsapp_messages where id = ${ids.file!}`;
  await sql`insert into contact_consents (workspace_id, contact_id, kind, source) values (${ids.workspace!}, ${ids.other!}, 'stopped', 'customer')`;
  const [given] = await sql`insert into reasons_to_write (workspace_id, contact_id, purpose, kind, words, at)
    values (${ids.workspace!}, ${ids.contact!}, 'service', 'consent', 'secret-mark', app.now()) returning id`;
  ids.given = String(given?.id);
  await sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction,
    purpose, kind, body, status, address)
    select workspace_id, channel_id, conversation_id, contact_id, 'in', 'inbound', 'text', 'secret-mark', 'received', recipient
    from whatsapp_messages where contact_id = ${ids.contact!} and direction = 'out' limit 1`;
  await sql`insert into registry_numbers (workspace_id, number) values (${ids.workspace!}, ${phone(1)})`;
  const [held] = await sql`insert into channels (workspace_id, vendor, name, state, pause_reason)
    values (${ids.workspace!}, 'wasender', 'secret-mark', 'paused', 'restored') returning id`;
  ids.held = held!.id;
  await sql`update channels set capabilities = '{"templates": true, "templatesByHand": true}' where id = ${held!.id}`;
  await sql`insert into channel_credentials (channel_id, workspace_id, sealed) values (${ids.held!}, ${ids.workspace!}, 'v1.secret-mark.a.b')`;
  await sql`insert into restore_checks (workspace_id, channel_id, since, held_at, has_log)
    values (${ids.workspace!}, ${ids.held!}, app.now(), app.now(), false)`;
  await sql`insert into bill_evidence (workspace_id, ask_id, call_id, level, source, user_id, at)
    select workspace_id, id, call_id, 'confirmed', 'staff', gen_random_uuid(), app.now()
    from asks where call_id = ${ids.proved!}`;
  await sql`select app.refresh_evidence(id) from asks where call_id = ${ids.proved!}`;
  await sql`insert into whatsapp_statuses (channel_id, workspace_id, whatsapp_id, status, rank) values (${ids.channel!}, ${ids.workspace!}, 'x', 'sent', 4)`;
  await sql`insert into whatsapp_send_attempts (workspace_id, channel_id, message_id, attempt, started_at, lease_until)
    values (${ids.workspace!}, ${ids.channel!}, ${ids.uncertain!}, 1, app.now(), app.now())`;
  await sql`update channels set capabilities = capabilities || '{"templates": true}' where id = ${ids.channel!}`;
  await sql`update whatsapp_templates set category = 'utility' where workspace_id = ${ids.workspace!}`;
  const [review] =
    await sql`insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id, state, reason)
    select ${ids.channel!}, id, workspace_id, 'secret-mark', 'rejected', 'secret-mark'
    from whatsapp_templates where workspace_id = ${ids.workspace!} and key = 'follow_up' returning id`;
  const [listed] =
    await sql`insert into whatsapp_template_states (channel_id, workspace_id, vendor_id, vendor_name, language, state, shown)
    values (${ids.channel!}, ${ids.workspace!}, '2', 'secret-mark', 'it', 'approved', '{"body": "Salve"}') returning id`;
  Object.assign(ids, { review: String(review?.id), listed: String(listed?.id) });
  const [manual] =
    await sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction,
    purpose, body, status, recipient, due_at, expires_at) select workspace_id, channel_id, conversation_id, contact_id, 'out', 'manual',
    'secret-mark', 'queued', recipient, app.now(), app.now() + interval '1 hour' from whatsapp_messages where id = ${ids.uncertain!} returning id`;
  ids.manual = String(manual?.id);
  // Taken back already: then nobody's is asked for, and no role is refused for that.
  const [note] =
    await sql`insert into conversation_notes (workspace_id, contact_id, user_id, body, deleted_at)
    values (${ids.workspace!}, ${ids.contact!}, gen_random_uuid(), 'secret-mark', app.now()) returning id`;
  ids.note = String(note?.id);
  await sql`insert into note_mentions (note_id, user_id, workspace_id, contact_id)
    values (${ids.note!}, gen_random_uuid(), ${ids.workspace!}, ${ids.contact!})`;
  await sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  for (const role of ["agent", "manager", "admin"] as const)
    users.set(role, (await product.db.createStaff({ role })).userId);
  users.set("outsider", (await product.db.createStaff({ workspace: null })).userId);
  users.set("neighbour", (await product.db.createStaff({ workspace: "neighbour", role: "admin" })).userId);
  for (const role of ["agent", "manager", "admin"] as const) {
    const mine = { user_id: users.get(role)!, workspace_id: ids.workspace!, contact_id: ids.contact! };
    await sql`insert into conversation_reads ${sql({ ...mine, message_id: 1 })}`;
    await sql`insert into conversation_presence ${sql(mine)}`;
  }
  ids.colleague = (await product.db.createStaff({ role: "agent" })).userId;
  await sql`insert into former_members (workspace_id, user_id, name) values (${ids.workspace!}, gen_random_uuid(), 'secret-mark')`;
  marks = new RegExp(
    `secret-mark|Marisa|${phone(1).slice(4)}|"hours": ?77|agent-[0-9a-f]{8}@|${ids.workspace}`,
  );
});
afterAll(() => product.close());

const hidden = {
  remoteJid: "180000000000777@lid",
  cleanedSenderPn: null,
  senderPn: null,
  senderLid: "180000000000777@lid",
};

/** Runs one statement as this person, and takes it back: its rows, or the SQLSTATE it was refused with. */
async function as(
  role: Role,
  statement: string,
): Promise<{ code?: string; message?: string; rows: unknown[]; logged: number }> {
  const done = { rows: [] as unknown[], logged: 0 };
  const before = (await product.db.sql`select from audit_log`).length;
  const back = new Error("take it back");
  try {
    await product.db.sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claim.sub', ${users.get(role) ?? ""}, true)`;
      await tx.unsafe(`set local role ${role === "anon" ? "anon" : "authenticated"}`);
      done.rows = await tx.unsafe(statement);
      await tx.unsafe("reset role");
      done.logged = (await tx`select from audit_log`).length - before;
      throw back;
    });
  } catch (error) {
    if (error !== back) return { ...done, code: (error as { code: string }).code, message: String(error) };
  }
  return done;
}

const filled = (args: string) => args.replace(/\{(\w+)\}/g, (_, name: string) => `'${ids[name]}'`);

describe("tables", () => {
  test("of the catalogue are those known here", async () => {
    const found = await product.db.sql`select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f') order by 1`;
    expect(found.map(({ name }) => name)).toEqual(Object.keys(tables).toSorted());
  });

  test.each(roles)(
    "%s reads their own company's rows as far as their role goes, and no others",
    async (role) => {
      for (const [table, least] of Object.entries(tables)) {
        const own = table === "workspaces" ? "id" : "workspace_id";
        const { rows, code } = await as(
          role,
          `select ${own} from public.${table} where ${own} = '${ids.workspace}'`,
        );
        if (role === "anon" || least === "nobody") {
          expect([table, code]).toEqual([table, "42501"]);
        } else {
          expect([table, code, rows.length > 0]).toEqual([table, undefined, rank[role] >= rank[least]]);
        }
      }
    },
  );

  test.each(roles)("%s writes none", async (role) => {
    for (const table of Object.keys(tables)) {
      for (const verb of [
        `insert into public.${table} default values`,
        `update public.${table} set workspace_id = workspace_id`,
        `delete from public.${table}`,
        // A view cannot be.
        ...(/_ads_leads$/.test(table) ? [] : [`truncate public.${table}`]),
      ]) {
        const statement = table === "workspaces" ? verb.replaceAll("workspace_id", "id") : verb;
        expect([statement, (await as(role, statement)).code]).toEqual([statement, "42501"]);
      }
    }
  });
});

describe("functions", () => {
  test("that staff may call are those known here, the others refuse them", async () => {
    const found = await product.db.sql`select p.proname as name, p.pronargs as args,
      has_function_privilege('authenticated', p.oid, 'execute') as staff, has_function_privilege('anon', p.oid, 'execute') as anon
      from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`;
    expect(found.filter(({ staff }) => staff).map(({ name }) => name)).toEqual(
      Object.keys(staffFunctions).toSorted(),
    );
    expect(found.filter(({ anon }) => anon)).toEqual([]);
    for (const { name, args } of found.filter(({ staff }) => !staff)) {
      const call = `select public.${name}(${Array(args).fill("null").join(", ")})`;
      for (const role of roles)
        expect([name, role, (await as(role, call)).code]).toEqual([name, role, "42501"]);
    }
  });

  test.each(Object.entries(staffFunctions))("%s", async (name, { least, args, first, writes }) => {
    for (const role of roles) {
      const { rows, code, message, logged } = await as(
        role,
        `${first ? `select public.${filled(first)}; ` : ""}select public.${name}(${filled(args)}) as answer`,
      );
      const isStranger = rank[role] === 0;
      if (
        role === "anon" ||
        (least !== "own" && rank[role] < rank[least] && !(isStranger && silent.has(name)))
      ) {
        expect([role, code]).toEqual([role, "42501"]);
      } else if (isStranger) {
        // Who is a member of nothing may be refused as well.
        expect([undefined, ...(role === "outsider" ? ["42501"] : [])]).toContain(code);
        expect([role, logged === 0 || name === "note_session"]).toEqual([role, true]);
        expect([role, JSON.stringify(rows).match(marks)?.[0]]).toEqual([role, undefined]);
      } else {
        expect([role, code, message]).toEqual([role, undefined, undefined]);
        if (writes) expect([role, logged]).toEqual([role, 1]);
      }
    }
  });

  test("show an agent nothing of what colleagues did or what is being removed", async () => {
    for (const call of ["audit_page(10, null, null, null)", "privacy_status()"]) {
      expect(JSON.stringify(await as("agent", `select public.${call}`))).not.toMatch(/secret-mark/);
      expect(JSON.stringify(await as("manager", `select public.${call}`))).toMatch(/secret-mark/);
    }
  });

  test("let a manager unblock, and no agent", async () => {
    const call = `select public.set_contact_blocked('${ids.contact}', false, 'pace')`;
    expect((await as("agent", call)).code).toBe("42501");
    expect((await as("manager", call)).code).toBeUndefined();
  });
});
