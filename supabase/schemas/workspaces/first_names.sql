-- How people are called by their first name.

-- Names that people are given; common ones in Italy and in English.
-- lib/model/phrases/given-names.ts has the same; a test compares the two.
create function app.given_names() returns text[]
language sql immutable set search_path = ''
as $$
  select string_to_array(regexp_replace(btrim($names$
    adriana adriano alberto aldo alessandra alessandro alessia alessio alfredo alice andrea
    angela angelo anna antonella antonia antonio barbara beatrice bruno carla carlo carmela
    carmelo caterina cesare chiara cinzia claudia claudio cristian cristiana cristina
    daniela daniele dario davide debora diego domenico donatella edoardo elena eleonora
    elisa elisabetta emanuela emanuele emilia emma enrica enrico enzo erica ernesto ettore
    eva fabio fabrizio federica federico filippo flavia flavio francesca francesco franco
    gabriele gabriella giacomo gianluca gianni giorgia giorgio giovanna giovanni giulia
    giuliano giulio giuseppe giuseppina grazia greta guido ilaria irene ivan jacopo laura
    leonardo lidia liliana linda lorenzo loredana luca lucia luciano luigi luisa manuel
    manuela marcella marcello marco margherita maria marina mario marta martina massimo
    matteo mattia maurizio mauro michela michele mirko monica nadia nicola nicole nicolo
    noemi oscar paola paolo pasquale patrizia piero pietro raffaele raffaella renata renato
    riccardo rita roberta roberto rocco romano rosa rosanna rosario samuela samuele sandra
    sandro sara serena sergio silvia silvio simona simone sofia sonia stefania stefano
    susanna teresa tiziana tommaso umberto valentina valeria valerio vanessa vera veronica
    vincenzo virginia vito vittoria vittorio viviana walter john james robert michael
    william david thomas charles daniel matthew anthony steven paul kevin brian george
    edward mary jennifer elizabeth susan jessica sarah karen nancy lisa margaret betty
    sandra ashley emily donna michelle kate jane peter simon andrew chris alex sam tom ben
    jack
  $names$, E' \n'), '\s+', ' ', 'g'), ' ')
$$;

-- Of a customer: the word that is a given name, wherever it stands, but not where it is part of a
-- surname (De Luca); null for a company, and where none is known.
create function app.contact_first_name(p_name text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_words text[] := string_to_array(btrim(regexp_replace(p_name, '\s+', ' ', 'g')), ' ');
  v_plain text := translate(app.fold(p_name), '.', '');
begin
  if p_name is null or v_plain ~ ('\m(srls?|spa|snc|sas|soc|societa|ditta|azienda|az|agr|'
    || 'agricola|coop|cooperativa|impresa|studio|cascina|cantina|cantine|villa|hotel|albergo|'
    || 'agriturismo|ristorante|bar|vivaio|caseificio|fattoria|tenuta|podere|condominio|comune|'
    || 'parrocchia|figli|fratelli|flli|f lli|group|gmbh|ltd)\M') then
    return null;
  end if;
  return (select case when w.word = upper(w.word) then initcap(w.word) else w.word end
    from unnest(v_words) with ordinality w (word, n)
    where app.fold(w.word) = any (app.given_names())
      and coalesce(app.fold(v_words[w.n - 1]), '') !~ '^(de|di|da|del|della|dello|dei|dal|la|lo|li)$'
    order by w.n limit 1);
end $$;

-- Of an agent, who is a person: the given name where one is known, else the first word; of an
-- e-mail what stands before the first dot or the @.
create function app.agent_first_name(p_name text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_first text := split_part(btrim(p_name), ' ', 1);
begin
  if strpos(v_first, '@') > 0 then
    return initcap(nullif(split_part(split_part(v_first, '@', 1), '.', 1), ''));
  end if;
  return coalesce(app.contact_first_name(p_name), nullif(v_first, ''));
end $$;

grant execute on function
  app.given_names(), app.contact_first_name(text), app.agent_first_name(text)
to authenticated;
