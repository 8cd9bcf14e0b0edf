import type { Sql } from "postgres";

/** Whether the schema has asks: the one before them is measured too. */
export async function hasAsks(sql: Sql): Promise<boolean> {
  const [row] = await sql<[{ has: boolean }]>`select to_regclass('public.asks') is not null as has`;
  return row.has;
}

/** The asks of calls that were filled in without them, under the calls' own numbers, as open as their messages say. */
export async function addAsks(sql: Sql): Promise<void> {
  if (!(await hasAsks(sql))) return;
  await sql.unsafe(`
    insert into asks (id, workspace_id, contact_id, origin_kind, origin_id, reason_to_write, recipient, ready_at, request_id,
      decision, should_send, code, reason, is_open, evidence, evidence_message_id, evidence_at, created_at)
    select k.id, k.workspace_id, k.contact_id, 'call', k.id, 'called', k.phone_number, k.ended_heard_at, k.request_id, k.decision,
      k.should_send, k.should_send_code, k.should_send_reason, m.id is not null, k.electricity_bill_evidence,
      k.electricity_bill_message_id, k.electricity_bill_received_at, k.created_at
    from cloudtalk_calls k left join whatsapp_messages m on m.ask_id = k.id and m.ask_open`);
  await sql.unsafe("select setval(pg_get_serial_sequence('asks', 'id'), (select max(id) + 1 from asks))");
}
