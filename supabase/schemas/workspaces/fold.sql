-- As people look for names: without case, marks, kinds of apostrophes, hyphens and blanks, and with
-- words in any order.

-- By normalisation and not by `unaccent`: that one is not immutable, and depends on a file of the
-- server. What Unicode does not decompose is named; pg_c_utf8: the same on every server, whatever
-- its locale (Postgres 17).
create function app.fold_any(p_text text) returns text
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  v_text text := p_text;
begin
  if v_text ~ '[^ -~]' then
    -- Before the marks: an acute accent by itself would decompose into a blank with a mark.
    v_text := normalize(translate(v_text,
      U&'\2019\2018\201B\02BC\02B9\02BB\2032\00B4\02CA\FF07\055A\05F3', ''), NFKD);
    v_text := regexp_replace(v_text,
      U&'[\0300-\036F\1AB0-\1AFF\1DC0-\1DFF\20D0-\20FF\FE00-\FE0F\FE20-\FE2F\00AD\200B-\200F\202A-\202E\2060-\2069\FEFF]',
      '', 'g');
    v_text := translate(lower(v_text collate "pg_c_utf8"), 'øłđðħıς‐‑‒–—―−', 'olddhiσ-------');
    v_text := replace(replace(replace(v_text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  end if;
  v_text := lower(translate(v_text, '''`', '') collate "pg_c_utf8");
  return btrim(regexp_replace(replace(v_text, '-', ' '), '\s+', ' ', 'g'));
end $$;

-- Most names are of plain letters or of those that Italian and its neighbours have: without
-- Unicode's whole way.
create function app.fold(p_text text) returns text
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  v_text text := case when octet_length(p_text) = length(p_text) then p_text else translate(p_text,
    'ÀÁÂÃÄÅàáâãäåÈÉÊËèéêëÌÍÎÏìíîïÒÓÔÕÖòóôõöÙÚÛÜùúûüÝýÿÇçÑñ’‘',
    'AAAAAAaaaaaaEEEEeeeeIIIIiiiiOOOOOoooooUUUUuuuuYyyCcNn') end;
begin
  if octet_length(v_text) <> length(v_text) or v_text ~ '[[:cntrl:]]' collate "C" then
    return app.fold_any(p_text);
  end if;
  v_text := btrim(lower(translate(v_text, '-''`', ' ') collate "C"));
  return case when strpos(v_text, '  ') = 0 then v_text
    else regexp_replace(v_text, ' +', ' ', 'g') end;
end $$;

-- What a person or a call is found by, also without the blanks of a name ("deluca"). Null where
-- there is nothing.
create function app.search_text(p_first text, p_second text, p_third text) returns text
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  v_text text := concat_ws(E'\n', app.fold(p_first), app.fold(p_second), app.fold(p_third));
begin
  return nullif(v_text || case when strpos(v_text, ' ') > 0
    then E'\n' || replace(v_text, ' ', '') else '' end, '');
end $$;

-- What a person types, as patterns of its words, the longest first; a text of no words is found
-- nowhere.
create function app.word_patterns(p_search text) returns text[]
language sql immutable set search_path = ''
as $$
  select coalesce(array_agg('%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'
    order by length(w) desc, w), array[''])
  from (select distinct w from unnest(string_to_array(app.fold(p_search), ' ')) w
    where w <> '' limit 20) d
$$;

-- Whether two people's names are the same, as people type them.
create function app.same_name(p_one text, p_other text) returns boolean
language sql immutable set search_path = ''
as $$
  select (select array_agg(w order by w) from unnest(string_to_array(app.fold(p_one), ' ')) w
    where w <> '')
    = (select array_agg(w order by w) from unnest(string_to_array(app.fold(p_other), ' ')) w
      where w <> '')
$$;

-- What a person types to find somebody, as a pattern: as it is, and of digits when it looks like a
-- number, which may be called one. Words of a name are app.word_patterns: `like all` is served by
-- no index, so its two longest are named too.
create function app.name_pattern(p_search text) returns text
language plpgsql immutable set search_path = ''
as $$ begin return '%' || regexp_replace(p_search, '([\\%_])', '\\\1', 'g') || '%'; end $$;

create function app.phone_pattern(p_search text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_number text := regexp_replace(p_search,
    '^\s*(tel|telefono|cell?|cellulare|mobile|mobil|phone|whatsapp|wa|sms|numero|number|num|nr|no)\s*[.:°]*\s*', '', 'i');
begin
  return case when v_number !~ '[[:alpha:]%]'
    and length(regexp_replace(v_number, '\D', '', 'g')) >= 3
    then '%' || regexp_replace(regexp_replace(v_number, '\D', '', 'g'), '^00', '') || '%' end;
end $$;

grant execute on function
  app.name_pattern(text), app.phone_pattern(text), app.word_patterns(text), app.fold(text),
  app.fold_any(text), app.search_text(text, text, text)
to authenticated;
