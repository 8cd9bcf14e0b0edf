-- Whether somebody wants no offers from us, whatever else we may write to them.

-- p_word: stop, resume. True when it was news.
create function app.note_marketing(p_contact bigint, p_word text, p_at timestamptz)
returns boolean
language plpgsql volatile set search_path = ''
as $$ begin return false; end $$;
