import type { Sql } from "postgres";
import { staffId } from "../growth/create-grown-database.ts";

/** Messages of each person: half theirs, half typed on the phone by us; the ask first. */
export const messagesEach = 100;

/**
 * People with a call, an ask and a hundred messages each. Of ten: three wrote last, one sent a file that nobody judged,
 * two owe an answer, two have brought the bill, two are closed. Their rows are computed as the product does it.
 */
export async function fillPeople(sql: Sql, people: number): Promise<void> {
  await sql`insert into memberships (workspace_id, user_id, role) select id, ${staffId}, 'admin' from workspaces`;
  const home =
    "(select w.id as w, c.id as c from workspaces w join channels c on c.workspace_id = w.id) home";
  const n = `generate_series(1, ${people}) n`;
  const messages = `generate_series(1, ${messagesEach}) j`;
  // Of person n: the time of the j-th message, over ninety days, the last within two.
  const at = `app.now() - interval '2 days' * (n::double precision / ${people})
    - interval '90 days' * ((${messagesEach} - j)::double precision / ${messagesEach})`;
  const phone = "'+39347' || lpad(n::text, 7, '0')";
  const words = `(array['Buongiorno','le va bene la bolletta di agosto','grazie mille','quanto tempo ci vuole','eccola',
    'la ragioniera chiede','va bene','mi richiami domani'])[1 + (n * 7 + j) % 8] || ' ' || left(md5((n * 1000 + j)::text), 6)`;
  const isTheirs = `(case when j = 1 then false when j = ${messagesEach} then n % 10 < 4 else j % 2 = 0 end)`;
  const isFile = `(j = ${messagesEach} and n % 10 = 3)`;
  await sql.unsafe("set session_replication_role = replica");
  for (const statement of [
    `insert into contacts (id, workspace_id, name, company, phone_known) overriding system value
      select n, w, (array['Mario','Giulia','Luca','Anna'])[1 + n % 4] || ' ' ||
        (array['Rossi','Bianchi','Esposito','Ricci','Marino','Greco'])[1 + n / 4 % 6] || ' ' || n, 'Azienda ' || n, true from ${home}, ${n}`,
    `insert into contact_identities (workspace_id, kind, value, contact_id, lookup_at) select w, 'phone', ${phone}, n, null from ${home}, ${n}`,
    `insert into whatsapp_conversations (id, workspace_id, channel_id, contact_id) overriding system value select n, w, c, n from ${home}, ${n}`,
    `insert into cloudtalk_calls (id, workspace_id, contact_id, facts, ended, should_send_code, should_send_reason, created_at) overriding system value
      select n, w, n, jsonb_build_object('callId', n::text, 'phone', jsonb_build_object('e164', ${phone}), 'talkingSeconds', 120,
        'agentName', 'Samuela Bruni'), true, 'rule_send', 'x', app.now() - interval '90 days' from ${home}, ${n}`,
    `insert into asks (id, workspace_id, contact_id, origin_kind, origin_id, reason_to_write, recipient, ready_at, decision,
        should_send, code, reason, is_open, created_at)
      select n, w, n, 'call', n, 'called', ${phone}, app.now() - interval '90 days', '{"send": true}', true, 'rule_send', 'x',
        n % 10 in (4, 5), app.now() - interval '90 days' from ${home}, ${n}`,
    `insert into whatsapp_messages (id, workspace_id, channel_id, conversation_id, contact_id, direction, purpose, kind, body,
        status, ask_id, recipient, attempt, send_began_at, accepted_at, sent_at, whatsapp_message_id, evidence, created_at)
      select (n - 1) + (j - 1) * ${people}::bigint + 1, w, c, n, n, case when ${isTheirs} then 'in' else 'out' end,
        case when ${isTheirs} then 'inbound' when j = 1 then 'follow_up' else 'typed' end,
        case when ${isFile} then 'document' else 'text' end, ${words},
        case when ${isTheirs} then 'received' else 'read' end, case when j = 1 then n end, ${phone},
        case when j = 1 then 1 else 0 end, ${at}, ${at}, ${at}, upper(left(md5((n * 1000 + j)::text), 20)),
        case when ${isFile} then 'attachment' when ${isTheirs} then 'reply' end, ${at}
      from ${home}, ${messages}, ${n}`,
    `insert into whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id)
      select channel_id, workspace_id, whatsapp_message_id, id from whatsapp_messages where contact_id % 10 = 0`,
    `insert into bill_evidence (workspace_id, ask_id, call_id, level, source, message_id, at)
      select w, n, n, case when n % 10 = 3 then 'attachment' else 'reply' end, 'message',
        n + (${messagesEach}::bigint - case when n % 10 < 4 then 1 else 2 end) * ${people}, app.now() - interval '1 day'
      from ${home}, ${n} where n % 10 not in (4, 5)`,
    `insert into bill_evidence (workspace_id, ask_id, call_id, level, source, user_id, at)
      select w, n, n, 'confirmed', 'staff', '${staffId}', app.now() - interval '1 day' from ${home}, ${n} where n % 10 in (6, 7)`,
  ]) {
    await sql.unsafe(statement);
  }
  await sql.unsafe("set session_replication_role = origin");
  await sql`select app.refresh_evidence(id) from asks`;
  for (const table of [
    "contacts",
    "whatsapp_conversations",
    "cloudtalk_calls",
    "asks",
    "whatsapp_messages",
  ]) {
    await sql.unsafe(
      `select setval(pg_get_serial_sequence('public.${table}', 'id'), (select max(id) from ${table}))`,
    );
  }
  await sql`vacuum analyze`;
  await sql`select app.refresh_conversation(id) from contacts`;
  await sql`update conversations set handled_id = last_message_id where contact_id % 10 >= 4`;
  await sql`update conversations set closed_at = app.now(), closed_id = last_message_id where contact_id % 10 >= 8`;
  await sql`select app.refresh_conversation(id) from contacts where id % 10 >= 4`;
  await sql`update conversations set owner = ${staffId} where contact_id % 3 = 0`;
  await sql`vacuum (analyze, freeze)`;
}
