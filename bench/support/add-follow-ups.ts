import type { Sql } from "postgres";
import { hasAsks } from "./add-asks.ts";

/** So many follow-ups, each to a contact of its own, shared out among the channels: due now, or sent a week ago. */
export async function addFollowUps(
  sql: Sql,
  channels: string[],
  count: number,
  { haveLeft = false } = {},
): Promise<void> {
  const withAsks = await hasAsks(sql);
  await sql`
    with people as (
      insert into contacts (workspace_id)
      select w.id from workspaces w, generate_series(1, ${count}::integer) returning id, workspace_id),
    numbered as (
      select id, workspace_id, row_number() over (order by id) as n from people),
    threads as (
      insert into whatsapp_conversations (workspace_id, channel_id, contact_id)
      select workspace_id, (${sql.array(channels)}::uuid[])[1 + n % ${channels.length}], id from numbered returning *),
    ${
      withAsks
        ? sql`asked as (
      insert into asks (workspace_id, contact_id, origin_kind, reason_to_write, code, reason, ready_at, should_send, is_open)
      select workspace_id, id, 'staff', 'called', 'staff_send', 'Staff asked to send it.', app.now(), true, not ${haveLeft}
      from people returning id as ask_id, contact_id),`
        : sql`asked as (select null::bigint as ask_id, id as contact_id from people),`
    }
    messages as (
      insert into whatsapp_messages (
        workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status, recipient, ask_open,
        ${withAsks ? sql`ask_id,` : sql``} due_at, live_until, expires_at, attempt, send_began_at, accepted_at, provider_message_id, whatsapp_message_id)
      select workspace_id, channel_id, id, contact_id, 'out', 'follow_up', 'Buongiorno, può inviarmi le bollette?',
        case when ${haveLeft} then 'delivered' else 'queued' end, '+39333' || lpad(contact_id::text, 7, '0'), not ${haveLeft}, ${withAsks ? sql`ask_id,` : sql``} at,
        at + interval '30 minutes', at + interval '72 hours', case when ${haveLeft} then 1 else 0 end,
        case when ${haveLeft} then at end, case when ${haveLeft} then at end,
        case when ${haveLeft} then 'past' || contact_id end, case when ${haveLeft} then 'PAST' || contact_id end
      from threads join asked using (contact_id) cross join lateral (
        select app.now() - case when ${haveLeft} then interval '7 days' else interval '1 minute' end
          + contact_id * interval '1 millisecond' as at) due
      returning *)
    insert into whatsapp_send_attempts (workspace_id, channel_id, message_id, attempt, started_at, lease_until, finished_at, outcome)
    select workspace_id, channel_id, id, 1, send_began_at, send_began_at + interval '60 seconds', accepted_at, 'accepted'
    from messages where ${haveLeft}`;
}
