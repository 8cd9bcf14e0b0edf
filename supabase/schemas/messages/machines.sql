-- A phone answers by itself (a greeting, an away message): what it says is kept and shown as such,
-- and proves nothing.

create index whatsapp_messages_machine_undone on public.whatsapp_messages (contact_id)
  where machine_undone_at is not null;

-- A text as it is compared: its words, without case, marks and punctuation. As consentKey of
-- TypeScript has it, in which the listed phrases are kept.
create function app.machine_key(p_text text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  v_text text := left(p_text, 2000);
begin
  if v_text ~ '[^ -~]' then
    v_text := regexp_replace(normalize(v_text, NFKD),
      U&'[\0300-\036F\1AB0-\1AFF\1DC0-\1DFF\20D0-\20FF\FE00-\FE0F\FE20-\FE2F\00AD\200B-\200F\202A-\202E\2060-\2069\FEFF]',
      '', 'g');
    v_text := replace(lower(v_text collate "pg_c_utf8"), 'ß', 'ss');
  end if;
  return btrim(regexp_replace(lower(v_text collate "pg_c_utf8"), '[^[:alnum:]]+', ' ', 'g'));
end $$;

-- Whether a text holds one of the company's phrases: whole words, with anything where the phrase
-- has " ... ".
create function app.is_listed_machine(p_workspace uuid, p_key text) returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (select from jsonb_array_elements_text(app.setting(p_workspace, 'machines')
      -> 'phrases') w
      where ' ' || p_key || ' ' like '% ' || replace(w, ' ... ', ' %') || ' %'));
end $$;

-- Why this text is a machine's, or null. Written within two seconds of something of ours: when its
-- call began, was taken, left, or reached the phone, which answers then. Vendors tell whole
-- seconds. Who was writing already is a person.
create function app.machine_reason(m public.whatsapp_messages) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_key text := app.machine_key(m.body);
  v_by timestamptz := app.written_by(m);
  v_is_at_once boolean;
  v_is_repeated boolean;
begin
  if exists (select from public.whatsapp_messages u where u.contact_id = m.contact_id
    and u.machine_undone_at is not null
      and app.machine_key(u.body) = v_key) then
    return null;
  end if;
  with recent as materialized (
    select r.* from public.whatsapp_messages r where r.contact_id = m.contact_id
      and r.id <> m.id order by r.id desc limit 50),
  ours as materialized (
    select coalesce(r.send_began_at, r.written_at) as began, r.accepted_at, r.sent_at,
      r.delivered_at, r.status
    from recent r where r.direction = 'out' and (r.send_began_at is not null
      or r.purpose = 'typed')),
  moments as (
    -- A provider that takes long to answer may have sent it at any moment of the call.
    select o.began, o.began as earliest, greatest(o.began, least(o.began + interval '10 seconds',
      case when o.status = 'sending' then m.written_at else o.accepted_at end)) as latest
        from ours o
    union all select o.began, t.at, t.at from ours o, lateral (values (o.accepted_at), (o.sent_at),
      (o.delivered_at)) t (at))
  select
    exists (select from moments o where v_by >= o.earliest
      and m.written_at <= o.latest + interval '2 seconds'
      and not exists (select from recent i where i.direction = 'in' and i.evidence is not null
        and i.written_at < date_trunc('second', o.began)
          and i.written_at > o.began - interval '1 minute')),
    length(v_key) >= 40 and exists (select from recent i
      where i.direction = 'in' and i.kind = 'text' and i.written_at <= m.written_at
        and abs(length(i.body) - length(m.body)) <= 20 and app.machine_key(i.body) = v_key
        and exists (select from ours o where o.began <= app.written_by(i))
        and exists (select from ours o where o.began > app.written_by(i) and o.began <= v_by))
  into v_is_at_once, v_is_repeated;
  return case
    when v_is_at_once then 'at_once'
    when v_is_repeated then 'repeated'
    when app.is_listed_machine(m.workspace_id, v_key) then 'listed' end;
end $$;

-- Takes the proof from a text that a machine wrote, and marks it. A person's: what is short,
-- quotes, stops, starts or refuses, and whatever is no text. Answers the message as it is then.
create function app.judge_machine(m public.whatsapp_messages, p_consent_keys jsonb default '[]')
returns public.whatsapp_messages
language plpgsql volatile set search_path = ''
as $$
declare
  v_reason text;
begin
  if m.kind <> 'text' or m.evidence is distinct from 'reply' or length(m.body) < 30
    or m.media is not null
      or m.quoted_whatsapp_id is not null or m.is_stop or m.is_start or m.machine_reason is not null
        then
    return m;
  end if;
  v_reason := app.machine_reason(m);
  if v_reason is null or app.consent_word(m.workspace_id,
      array(select jsonb_array_elements_text(p_consent_keys))) is not null then
    return m;
  end if;
  update public.whatsapp_messages x set machine_reason = v_reason, evidence = null where x.id = m.id
    returning x.* into m;
  return m;
end $$;

-- A person wrote it: it counts as of when it was written, and the same words of this contact are a
-- person's from now on. Answers `undone`, or `settled` where there was nothing to take back.
create function public.undo_machine(message bigint) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  m public.whatsapp_messages;
begin
  select x.* into m from public.whatsapp_messages x where x.id = message;
  perform app.require_role(m.workspace_id, 'agent');
  perform app.lock_channels(m.workspace_id);
  update public.whatsapp_messages x set evidence = 'reply', machine_undone_by = auth.uid(),
    machine_undone_at = app.now()
  where x.id = message and x.machine_reason is not null and x.machine_undone_at is null
    and x.content_removed_at is null
  returning x.* into m;
  if not found then
    return 'settled';
  end if;
  perform app.settle_attention(m.contact_id, 'content', array['whatsapp_call'],
    p_until => m.written_at);
  perform app.apply_evidence(m);
  perform app.log_action(m.workspace_id, auth.uid(), 'machine_undone', 'message', message::text,
    jsonb_build_object('reason', m.machine_reason));
  return 'undone';
end $$;

grant execute on function public.undo_machine(bigint) to authenticated;
