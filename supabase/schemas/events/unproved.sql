-- What a source may bring that proves nothing of its bodies (`unproved`, set where they are read):
-- it adds, and a stop is heeded. Nobody is opted in by it, nothing deleted, nobody made one with
-- another: a deletion and a start word are for a person to look at (record_deletion, said_word).

-- The value as it may take effect. A person is known by their strongest address alone: what else
-- came with it would be learned as theirs, and may be another's.
create function app.curbed(p_value jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_type text := p_value ->> 'type';
  v_chat jsonb := nullif(p_value -> 'chat', 'null');
begin
  if v_type in ('identity', 'renamed') or (v_type = 'preference'
      and p_value ->> 'marketing' is distinct from 'stop') then
    return jsonb_build_object('type', 'ignored', 'reason', 'unproved', 'detail', v_type);
  end if;
  if v_chat is not null then
    p_value := jsonb_set(p_value, '{chat}', '{"phone": null, "lid": null}'::jsonb
      || app.strongest_address(v_chat));
  end if;
  return p_value - '{newPhone,recipient,lid}'::text[];
end $$;

create function app.strongest_address(p_chat jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return (select jsonb_build_object(k.kind, p_chat -> k.kind)
    from unnest(array['phone', 'lid', 'bsuid', 'parentBsuid', 'username'])
      with ordinality k (kind, n)
    where p_chat ->> k.kind is not null order by k.n limit 1);
end $$;
