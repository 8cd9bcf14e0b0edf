import type { Sql } from "postgres";
import { hasAsks } from "../support/add-asks.ts";

/** Waiting to leave: most of a day's limit. What the benchmark claims beyond it comes from the calls it records. */
const queued = 40;

/**
 * The state of this very moment, the same whatever the history: follow-ups in the queue, sends that nobody knows the end
 * of, failures not seen yet, writers known by no phone, deliveries that could not be read.
 */
export async function fillToday(sql: Sql): Promise<void> {
  const withAsks = await hasAsks(sql);
  await sql.unsafe(`
    with home as (select w.id as workspace_id, c.id as channel_id from workspaces w join channels c on c.workspace_id = w.id),
    people as (
      insert into contacts (workspace_id, name, phone_known)
      select home.workspace_id, case n when 1 then 'Ottavia Malaspina' else 'Nuovo cliente' end, true
      from home, generate_series(1, ${queued} + 5) n returning id, workspace_id),
    numbered as (select id, workspace_id, row_number() over (order by id) as n from people),
    phones as (
      insert into contact_identities (workspace_id, kind, value, contact_id)
      select workspace_id, 'phone', '+39345' || lpad(n::text, 7, '0'), id from numbered),
    threads as (
      insert into whatsapp_conversations (workspace_id, channel_id, contact_id)
      select n.workspace_id, home.channel_id, n.id from numbered n, home returning *),
    calls as (
      insert into cloudtalk_calls (
        workspace_id, contact_id, facts, ended, ended_heard_at, decision, should_send, should_send_code, should_send_reason)
      select workspace_id, id, jsonb_build_object('bodyKind', 'workflow', 'callId', 'today-' || n, 'phone', jsonb_build_object(
        'e164', '+39345' || lpad(n::text, 7, '0')), 'contactName', case n when 1 then 'Ottavia Malaspina' else 'Nuovo cliente' end),
        true, app.now(), '{"send": true, "code": "default_rule", "reason": "The call was answered.", "because": []}', true,
        'default_rule', 'The call was answered.'
      from numbered order by n returning *)
    ${
      withAsks
        ? `, asked as (
      insert into asks (id, workspace_id, contact_id, origin_kind, origin_id, reason_to_write, recipient, ready_at, decision, should_send,
        code, reason, is_open)
      select c.id, c.workspace_id, c.contact_id, 'call', c.id, 'called', c.phone_number, c.ended_heard_at, c.decision, true,
        c.should_send_code, c.should_send_reason, n.n <= ${queued} + 3 from calls c join numbered n on n.id = c.contact_id)`
        : ""
    }
    insert into whatsapp_messages (
      workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status, reason_code, reason, call_id,
      ${withAsks ? "ask_id, " : ""}recipient, ask_open, due_at, live_until, expires_at, attempt, send_began_at)
    select c.workspace_id, t.channel_id, t.id, c.contact_id, 'out', 'follow_up', (select body from whatsapp_templates where key = 'follow_up'),
      s.status, s.code, s.code, c.id, ${withAsks ? "c.id, " : ""}'+39345' || lpad(n.n::text, 7, '0'), s.status <> 'failed',
      app.now() - interval '1 hour' + n.n * interval '1 second', app.now() + interval '30 minutes', app.now() + interval '72 hours',
      case when s.code is null then 0 else 1 end, case when s.code is not null then app.now() end
    from calls c join threads t on t.contact_id = c.contact_id join numbered n on n.id = c.contact_id
    cross join lateral (select
      case when n.n <= ${queued} then 'queued' when n.n <= ${queued} + 3 then 'uncertain' else 'failed' end as status,
      case when n.n <= ${queued} then null when n.n <= ${queued} + 3 then 'timeout' else 'not_on_whatsapp' end as code) s
    order by n.n`);
  await sql.unsafe(`
    with home as (select w.id as workspace_id, c.id as channel_id from workspaces w join channels c on c.workspace_id = w.id),
    people as (
      insert into contacts (workspace_id) select home.workspace_id from home, generate_series(1, 5) returning id, workspace_id),
    lids as (
      insert into contact_identities (workspace_id, kind, value, contact_id)
      select workspace_id, 'lid', (100000000000000 + id) || '@lid', id from people),
    threads as (
      insert into whatsapp_conversations (workspace_id, channel_id, contact_id)
      select p.workspace_id, home.channel_id, p.id from people p, home returning *)
    insert into whatsapp_messages (
      workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status, whatsapp_message_id, evidence)
    select workspace_id, channel_id, id, contact_id, 'in', 'inbound', 'Buongiorno', 'received', 'HIDDEN' || contact_id, 'reply' from threads`);
  await sql.unsafe(`
    insert into webhook_requests (workspace_id, source, event_type, outcome, reason, raw_body, domain_values, dead_lettered_at, tries)
    select w.id, 'cloudtalk', 'call-ended', case when n <= 3 then 'rejected' else 'failed' end, 'unreadable', 'x',
      case when n > 3 then '[]'::jsonb end, case when n > 3 then app.now() end, 8
    from workspaces w, generate_series(1, 5) n`);
}
