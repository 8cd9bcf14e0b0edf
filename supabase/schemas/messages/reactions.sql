-- What people put under a message with one touch: shown with it, and never an answer or a proof.

create table public.whatsapp_reactions (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  message_id bigint not null references public.whatsapp_messages (id) on delete cascade,
  -- Whose it is: `in` the customer's, `out` ours, put on the phone. A chat has two sides.
  direction text not null check (direction in ('in', 'out')),
  -- Null: taken back. The row stays, so that an older one that comes late does not return.
  emoji text check (length(emoji) between 1 and 64),
  -- As its vendor tells, never later than we heard of it.
  reacted_at timestamptz not null,
  request_id bigint,
  unique (message_id, direction)
);
create index whatsapp_reactions_workspace on public.whatsapp_reactions (workspace_id);
create index whatsapp_reactions_request on public.whatsapp_reactions (request_id)
  where request_id is not null;

-- The newest of each side wins. Wasender tells each twice.
create function app.record_reaction(p_workspace uuid, p_channel uuid, p_value jsonb,
  p_request bigint, p_heard timestamptz) returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  m public.whatsapp_messages;
  r public.whatsapp_reactions;
  v_at timestamptz := app.written_of(p_value, p_heard);
begin
  select x.* into m from public.whatsapp_message_keys k
    join public.whatsapp_messages x on x.id = k.message_id
  where k.channel_id = p_channel and k.whatsapp_id = p_value ->> 'whatsappId' for update of x;
  if m.id is null or m.content_removed_at is not null then
    return '{"outcome": "ignored", "reason": "reaction"}';
  end if;
  select * into r from public.whatsapp_reactions x
  where x.message_id = m.id and x.direction = p_value ->> 'direction';
  if r.reacted_at > v_at then
    return '{"outcome": "ignored", "reason": "outdated"}';
  elsif r.emoji = p_value ->> 'emoji' or (r.id is not null and r.emoji is null
      and p_value ->> 'emoji' is null) then
    return jsonb_build_object('outcome', 'duplicate', 'duplicateOf', r.request_id);
  end if;
  insert into public.whatsapp_reactions (workspace_id, message_id, direction, emoji, reacted_at,
    request_id)
  values (p_workspace, m.id, p_value ->> 'direction', p_value ->> 'emoji', v_at, p_request)
  on conflict (message_id, direction) do update set emoji = excluded.emoji,
    reacted_at = excluded.reacted_at, request_id = excluded.request_id;
  return '{"outcome": "processed"}';
end $$;

alter table public.whatsapp_reactions enable row level security;
create policy members_read on public.whatsapp_reactions for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.whatsapp_reactions to authenticated;
