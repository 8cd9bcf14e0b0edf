-- A call and its ask.

-- The call's ask, brought in line with what is known of the call now. p_afresh: also if the
-- person's side stood in the way before. The channel, if something waits there now.
create function app.settle_call(p_call public.cloudtalk_calls, p_afresh boolean default false)
  returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  perform app.note_call_reasons(p_call);
  return app.settle_ask(app.ask_of(p_call), p_afresh);
end $$;
