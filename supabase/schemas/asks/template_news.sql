-- What a vendor decides about our templates.

-- p_value: template_news of the reader, of a template of this channel's business account.
create function app.note_template_news(p_channel uuid, p_value jsonb) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  null;
end $$;
