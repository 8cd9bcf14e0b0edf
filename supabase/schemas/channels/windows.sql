-- How long a person may be written to freely on a channel.

-- Somebody wrote or called at p_at; p_free_hours: an advertisement brought them.
create function app.open_window(p_channel uuid, p_contact bigint, p_at timestamptz,
  p_free_hours integer default null) returns void
language plpgsql volatile set search_path = ''
as $$
begin
  null;
end $$;
