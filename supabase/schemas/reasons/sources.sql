-- Where reasons come from: calls, submissions, first messages.

-- What the company takes for a yes in the call (setting `reasons`): the tag that says so, or its
-- field with the value; null: nothing does.
create function app.agreed_words(p_workspace uuid, p_facts jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_setting jsonb;
  v_words text;
begin
  if not p_facts ? 'tags' and not p_facts ? 'customFields' then
    return null;
  end if;
  v_setting := app.setting(p_workspace, 'reasons');
  v_words := (select t from jsonb_array_elements_text(
      case jsonb_typeof(p_facts -> 'tags') when 'array' then p_facts -> 'tags' else '[]' end) t
    where app.plain_text(t) in (select app.plain_text(x)
      from jsonb_array_elements_text(v_setting -> 'agreedTags') x) limit 1);
  if v_words is null and v_setting ? 'agreedField' then
    v_words := (select f.key || ': ' || (f.value #>> '{}')
      from jsonb_each(coalesce(p_facts -> 'customFields', '{}')) f
      where app.plain_text(f.key) = app.plain_text(v_setting -> 'agreedField' ->> 'field')
        and app.plain_text(f.value #>> '{}')
          = app.plain_text(v_setting -> 'agreedField' ->> 'value') limit 1);
  end if;
  return left(v_words, 500);
end $$;

-- A call that is over: that they called, or that we spoke; and their yes, if its agent noted one.
create function app.note_call_reasons(k public.cloudtalk_calls) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_at timestamptz := coalesce(k.ended_heard_at, k.created_at);
  v_words text;
begin
  if k.contact_id is null or not k.ended or k.facts ? 'erased'
      or k.direction in ('internal', 'monitor') then
    return;
  end if;
  if k.direction = 'incoming' or app.call_outcome(k.facts) in ('answered', 'unknown') then
    perform app.note_reason(k.contact_id, 'service', 'called', v_at, p_call => k.id,
      p_by_us => k.direction is distinct from 'incoming');
  end if;
  v_words := app.agreed_words(k.workspace_id, k.facts);
  if v_words is not null then
    perform app.note_reason(k.contact_id, 'service', 'agreed', v_at, v_words, p_call => k.id);
  end if;
end $$;

-- Whether a consent is for offers, by its words. Null: for neither, but for profiling or others.
create function app.consent_purpose(p_consent jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_text text := app.plain_text(concat_ws(' ', p_consent ->> 'key', p_consent ->> 'words'));
begin
  return case
    when v_text ~ '(marketing|promozion|pubblicit|commercial|offert|newsletter|promotion|offers?\M)'
      then 'marketing'
    when v_text ~ '(profila|profiling|terzi|third part)' then null
    else 'service' end;
end $$;

-- That a submission was made, and each consent that was ticked with it, in its own words.
create function app.note_lead_reasons(l public.leads) returns void
language plpgsql volatile set search_path = ''
as $$
declare
  v_place text := coalesce(l.form, l.form_id, l.source);
  v_consent jsonb;
begin
  perform app.note_reason(l.contact_id, 'service', app.lead_reason(l), l.submitted_at,
    p_place => v_place, p_lead => l.id);
  for v_consent in select x from jsonb_array_elements(l.consents) x
    where (x ->> 'isTicked')::boolean and app.consent_purpose(x) is not null
  loop
    perform app.note_reason(l.contact_id, app.consent_purpose(v_consent), 'consent',
      l.submitted_at, v_consent ->> 'words', v_consent ->> 'version', v_place,
      v_consent ->> 'key', p_lead => l.id);
  end loop;
end $$;

-- Why we may write because of it.
create function app.lead_reason(l public.leads) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case l.source when 'whatsapp' then 'wrote_first' when 'import' then 'listed'
    else 'form' end;
end $$;

-- They wrote before we did; and nobody knew of them. p_keys: what their text may mean.
create function app.note_first_words(m public.whatsapp_messages, p_keys jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if app.wants_answer(m) and not exists (select from public.whatsapp_messages x
      where x.contact_id = m.contact_id and x.id < m.id) then
    perform app.note_reason(m.contact_id, 'service', 'wrote_first', m.written_at,
      p_message => m.id);
    perform app.lead_of_message(m)
    where app.consent_word(m.workspace_id,
      array(select jsonb_array_elements_text(p_keys))) is null;
  end if;
end $$;
