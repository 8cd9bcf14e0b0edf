import type { Sql } from "postgres";
import { hasAsks } from "../support/add-asks.ts";

export interface Stretch {
  /** A multiple of ten: of ten calls four are answered, three stay without an answer, three get no message. */
  calls: number;
  /** Where the ids of its rows begin, less one. */
  after: { call: number; contact: number; message: number; request: number };
  /** Days ago. */
  from: number;
  until: number;
  /** E.164 before the seven digits of the contact's number. */
  phonePrefix: string;
  /** As many as calls, or fewer: then the first ones call again. */
  contacts: number;
  /** Whether those who did not answer still owe an answer. */
  asksStayOpen: boolean;
}

/** Ids that a stretch uses up: fifty messages and sixty deliveries in ten calls. */
export const usedBy = ({ calls, contacts }: Stretch) => ({
  call: calls,
  contact: contacts,
  message: calls * 5,
  request: calls * 6,
});

/**
 * Calls with all that follows from them, in the proportions of a company whose customers answer: of ten calls fifty messages
 * (twenty of them inbound), sixty deliveries kept, sixty statuses. Times are spread evenly.
 */
export async function fillHistory(sql: Sql, stretch: Stretch): Promise<void> {
  const { calls, after, contacts } = stretch;
  const withAsks = await hasAsks(sql);
  // Of one call: its place among ten, its contact, its time, where its messages begin and how many there are.
  const call = `
    (select n, (n - 1) % 10 as r, (n - 1) / 10 as block,
      ${after.call} + n as call_id, ${after.contact} + 1 + (n - 1) % ${contacts} as contact_id,
      app.now() - interval '${stretch.from} days'
        + (n::double precision / ${calls}) * interval '${stretch.from - stretch.until} days' as heard,
      ${after.message} + (n - 1) / 10 * 50
        + (array[0,10,20,30,40,42,44,46,47,48])[1 + (n - 1) % 10] as before_messages,
      (array[10,10,10,10,2,2,2,1,1,2])[1 + (n - 1) % 10] as messages
     from generate_series(1, ${calls}) n)`;
  const phone = (contact: string) =>
    `'${stretch.phonePrefix}' || lpad((${contact} - ${after.contact})::text, 7, '0')`;
  const name = (contact: string) => `(array['Mario','Giulia','Luca','Anna'])[1 + ${contact} % 4] || ' ' ||
    (array['Rossi','Bianchi','Esposito','Ricci','Marino','Greco','Bruno','Gallo','Conti','Costa','Fontana','Villa','Serra',
    'Ferri','Longo','Gentile','Martini','Leone','Vitale','Lombardi'])[1 + ${contact} / 4 % 20]`;
  const whatsappId = (message: string) => `upper(left(md5('message ' || ${message}), 20))`;
  const place = "workspace_id, channel_id";
  const home =
    "(select w.id as workspace_id, c.id as channel_id from workspaces w join channels c on c.workspace_id = w.id) home";
  // follow-up first; then what the customer wrote, then what was typed on the phone.
  const message = `
    (select k.*, k.before_messages + j as id, j, k.heard + j * interval '3 minutes' as at,
      case when j = 1 and k.r < 7 then 'follow_up' when k.r < 4 and j between 2 and 6 then 'inbound' else 'typed' end as purpose
     from ${call} k cross join lateral generate_series(1, k.messages) j)`;

  const people = async () => {
    await sql.unsafe(`
      insert into contacts (id, workspace_id, name, push_name, created_at, phone_known) overriding system value
      select ${after.contact} + n, home.workspace_id, ${name("n")}, case when (n - 1) % 10 < 4 then 'Cliente' end, app.now() - interval '${stretch.from} days', true
      from generate_series(1, ${contacts}) n, ${home}`);
    await sql.unsafe(`
      insert into contact_identities (workspace_id, kind, value, contact_id, lookup_at)
      select home.workspace_id, 'phone', ${phone("id")}, id, null::timestamptz
      from generate_series(${after.contact} + 1, ${after.contact} + ${contacts}) id, ${home}
      union all
      select home.workspace_id, 'lid', (200000000000000 + id::bigint * 7919) || '@lid', id, null
      from generate_series(${after.contact} + 1, ${after.contact} + ${contacts}) id, ${home} where id % 10 < 7`);
    await sql.unsafe(`
      insert into whatsapp_conversations (id, ${place}, contact_id) overriding system value
      select id, home.workspace_id, home.channel_id, id
      from generate_series(${after.contact} + 1, ${after.contact} + ${contacts}) id, ${home}`);
  };
  const callsAndKeys = async () => {
    await sql.unsafe(`
      insert into cloudtalk_calls (
        id, workspace_id, contact_id, facts, ended, ended_heard_at, decision, should_send, should_send_code, should_send_reason,
        electricity_bill_received, electricity_bill_evidence, electricity_bill_message_id, electricity_bill_received_at,
        request_id, created_at, updated_at)
      select k.call_id, home.workspace_id, k.contact_id, jsonb_build_object(
          'bodyKind', 'workflow', 'callId', (100000000 + k.call_id)::text, 'direction', 'outgoing',
          'phone', jsonb_build_object('e164', ${phone("k.contact_id")}, 'raw', ${phone("k.contact_id")}, 'by', 'workflow'),
          'contactName', ${name("k.contact_id")}, 'talkingSeconds', 30 + k.n % 400, 'agentName', 'Samuela',
          'customFields', '{}'::jsonb, 'doNotSend', false),
        true, k.heard, jsonb_build_object('send', k.r < 7, 'code', case when k.r < 7 then 'default_rule' else 'unanswered' end,
          'reason', 'The call was answered.', 'because', '[]'::jsonb),
        k.r < 7, case when k.r < 7 then 'default_rule' else 'unanswered' end, 'The call was answered.',
        k.r < 4, case when k.r < 2 then 'attachment' when k.r < 4 then 'reply' end,
        case when k.r < 4 then k.before_messages + 2 end, case when k.r < 4 then k.heard + interval '6 minutes' end,
        ${after.request} + k.block * 60 + k.r + 1, k.heard, k.heard
      from ${call} k, ${home}`);
    await sql.unsafe(`
      insert into cloudtalk_call_keys (workspace_id, key, call_id, request_id, created_at)
      select home.workspace_id, key, k.call_id, ${after.request} + k.block * 60 + k.r + 1, k.heard
      from ${call} k cross join lateral (values ('id:' || (100000000 + k.call_id)), ('uuid:' || md5('call ' || k.call_id)::uuid),
        ('seen:' || k.call_id || ':' || md5(k.call_id::text))) given (key), ${home}`);
  };
  const messages = () =>
    sql.unsafe(`
      insert into whatsapp_messages (
        id, ${place}, conversation_id, contact_id, direction, purpose, body, status, reason_code, reason, call_id, ${withAsks ? "ask_id, " : ""}template_id,
        recipient, ask_open, due_at, live_until, expires_at, attempt, send_began_at, provider_message_id, whatsapp_message_id,
        accepted_at, sent_at, delivered_at, read_at, failed_at, acknowledged_at, push_name, evidence, request_id, created_at)
      select m.id, home.workspace_id, home.channel_id, m.contact_id, m.contact_id,
        case m.purpose when 'inbound' then 'in' else 'out' end, m.purpose,
        case m.purpose when 'follow_up' then (select body from whatsapp_templates where key = 'follow_up')
          when 'inbound' then 'Buongiorno, le mando la bolletta appena la trovo, grazie.' else 'Perfetto, grazie mille. Resto in attesa.' end,
        s.status, s.code, case when s.code is not null then 'It could not leave.' end,
        case when m.purpose = 'follow_up' then m.call_id end, ${withAsks ? "case when m.purpose = 'follow_up' then m.call_id end," : ""}
        case when m.purpose = 'follow_up' then (select id from whatsapp_templates where key = 'follow_up') end,
        case when m.purpose = 'follow_up' then ${phone("m.contact_id")} end,
        ${stretch.asksStayOpen} and m.purpose = 'follow_up' and m.r >= 4 and s.status in ('delivered', 'sent'),
        f.at, f.at + interval '30 minutes', f.at + interval '72 hours',
        case when f.at is not null and s.has_left then 1 else 0 end, case when s.has_left then f.at end,
        case when s.has_left then (58000000 + m.id)::text end, case when s.has_left or m.purpose <> 'follow_up' then ${whatsappId("m.id")} end,
        case when s.has_left then f.at end, case when s.has_left then f.at end,
        case when s.status in ('delivered', 'read') then f.at end, case when s.status = 'read' then f.at end,
        case when s.status = 'failed' then f.at end, case when s.status = 'failed' then f.at end,
        case m.purpose when 'inbound' then 'Cliente' end,
        case m.purpose when 'inbound' then case when m.r < 2 and m.j = 2 then 'attachment' else 'reply' end end,
        ${after.request} + m.block * 60 + 11, m.at
      from ${message} m
      cross join lateral (select case m.purpose when 'follow_up' then m.at end as at) f
      cross join lateral (select case
        when m.purpose = 'inbound' then 'received' when m.purpose = 'typed' then 'delivered' when m.r < 4 then 'read'
        when m.block % 10 = 1 and m.r = 4 then 'failed' when m.block % 10 = 2 and m.r = 4 then 'expired'
        when m.block % 10 = 3 and m.r = 4 then 'cancelled' when m.r = 5 then 'sent' else 'delivered' end as status) given
      cross join lateral (select given.status, case given.status when 'failed' then 'invalid' when 'expired' then 'expired' when 'cancelled' then 'staff_refused' end as code,
        m.purpose = 'follow_up' and given.status not in ('expired', 'cancelled') as has_left) s, ${home}`);
  const messageKeys = () =>
    sql.unsafe(`
      insert into whatsapp_message_keys (${place}, whatsapp_id, message_id, request_id, created_at)
      select home.workspace_id, home.channel_id, ${whatsappId("m.id")}, m.id, ${after.request} + m.block * 60 + 11, m.at
      from ${message} m, ${home}`);
  const statuses = () =>
    sql.unsafe(`
      insert into whatsapp_statuses (${place}, whatsapp_id, status, rank, request_id, received_at)
      select home.workspace_id, home.channel_id, ${whatsappId("m.id")}, told.status, told.rank, ${after.request} + m.block * 60 + 31, m.at
      from ${message} m cross join (values ('sent', 4), ('delivered', 6)) told (status, rank), ${home}
      where m.purpose <> 'inbound'`);
  const attempts = () =>
    sql.unsafe(`
      insert into whatsapp_send_attempts (
        ${place}, message_id, attempt, started_at, lease_until, finished_at, outcome, http_status)
      select home.workspace_id, home.channel_id, m.id, 1, m.at, m.at + interval '60 seconds', m.at + interval '1 second',
        case when m.block % 10 = 1 and m.r = 4 then 'failed' else 'accepted' end, 200
      from ${message} m, ${home}
      where m.purpose = 'follow_up' and not (m.block % 10 in (2, 3) and m.r = 4)`);
  // Of sixty: ten calls, twenty inbound messages, thirty statuses (every second one is left out: two come for a message).
  const requests = () =>
    sql.unsafe(`
      insert into webhook_requests (
        id, workspace_id, source, event_type, received_at, request_id, content_type, headers, body, outcome, reason, tries)
      overriding system value
      select ${after.request} + block * 60 + k, home.workspace_id,
        case when k <= 10 then 'cloudtalk' else 'wasender' end,
        case when k <= 10 then 'call-ended' when k <= 30 then 'messages.received' when k <= 59 then 'messages.update' else 'messages.upsert' end,
        app.now() - interval '${stretch.from} days'
          + ((block * 60 + k)::double precision / ${calls * 6}) * interval '${stretch.from - stretch.until} days',
        md5((block * 60 + k)::text)::uuid::text, 'application/json',
        '{"content-type": "application/json", "user-agent": "benchmark", "content-length": "412"}',
        case when k % 12 = 11 then null else jsonb_build_object('event', 'messages.update', 'data', jsonb_build_object(
          'key', jsonb_build_object('id', upper(md5((block * 60 + k)::text)), 'fromMe', true), 'update', jsonb_build_object('status', 3),
          'text', 'Buongiorno, le mando la bolletta appena la trovo, grazie.')) end,
        case when k % 12 = 11 then 'duplicate' when k = 60 then 'ignored' else 'processed' end,
        case when k = 60 then 'group' end, 1
      from generate_series(0, ${calls / 10 - 1}) block, generate_series(1, 60) k, ${home}`);
  await people();
  // Two at once: the server has two cores.
  await Promise.all([
    oneByOne([messages, attempts, callsAndKeys]),
    oneByOne([messageKeys, statuses, requests]),
  ]);
}

async function oneByOne(steps: (() => PromiseLike<unknown>)[]): Promise<void> {
  for (const step of steps) await step();
}
