-- What the answers of a form mean.

-- What an answer may be to us. 'field:<key>' is one of the company's own (the reader may say so
-- too); what is none of these stands in customFields under its own name.
create function app.answer_meanings() returns text[]
language sql immutable set search_path = ''
as $$
  select array['phone', 'email', 'full_name', 'first_name', 'last_name', 'company', 'street',
    'city', 'region', 'postal_code', 'country', 'job_title', 'ignore']
$$;

-- Which meaning an answer has: the form's own mapping, else what the reader took it for.
create function app.meaning_of(p_answer jsonb, p_mapping jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(p_mapping ->> app.plain_text(p_answer ->> 'name'), p_answer ->> 'as');
end $$;

-- {contactName, company, phone, email, country, city, …, customFields} of what was answered. Of two
-- numbers the first that WhatsApp reaches, else the first; of two answers of another meaning the
-- first.
create function app.lead_facts(p_answers jsonb, p_mapping jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_answer jsonb;
  v_as text;
  v_words text;
  v_facts jsonb := '{}';
  v_known jsonb := '{}';
  v_custom jsonb := '{}';
begin
  for v_answer in select * from jsonb_array_elements(p_answers) loop
    v_as := app.meaning_of(v_answer, p_mapping);
    v_words := nullif(btrim(array_to_string(array(
      select jsonb_array_elements_text(v_answer -> 'values')), ', ')), '');
    continue when v_as = 'ignore' or v_words is null;
    if v_as = 'phone' then
      if v_answer ? 'phone' and (v_facts -> 'phone' is null or (
          v_facts -> 'phone' ->> 'problem' is not null
          and v_answer -> 'phone' ->> 'problem' is null)) then
        v_facts := v_facts || jsonb_build_object('phone', v_answer -> 'phone');
      end if;
    elsif v_as = 'email' then
      if v_answer ? 'email' and not v_facts ? 'email' then
        v_facts := v_facts || jsonb_build_object('email', v_answer -> 'email');
      end if;
    elsif v_as = any (app.answer_meanings()) then
      v_known := jsonb_build_object(v_as, v_words) || v_known;
    else
      v_custom := jsonb_build_object(case when starts_with(v_as, 'field:') then substr(v_as, 7)
        else coalesce(v_answer ->> 'label', v_answer ->> 'name') end, v_words) || v_custom;
    end if;
  end loop;
  return jsonb_strip_nulls(v_facts || (v_known - '{full_name,first_name,last_name,job_title}'::text[])
    || jsonb_build_object('contactName', coalesce(v_known ->> 'full_name',
      nullif(concat_ws(' ', v_known ->> 'first_name', v_known ->> 'last_name'), '')),
      'jobTitle', v_known -> 'job_title')) || jsonb_build_object('customFields', v_custom);
end $$;
