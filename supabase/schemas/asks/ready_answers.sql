-- Answers that staff have at hand when they write: found by their shortcut, changed before they
-- leave.

create table public.ready_answers (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  -- After the slash: /agosto
  shortcut text not null check (shortcut ~ '^[a-z0-9][a-z0-9-]{0,29}$'),
  title text not null check (title = btrim(title) and length(title) between 1 and 60),
  -- Variables as in the texts.
  body text not null check (app.template_is_valid(body)),
  position integer not null default 0,
  updated_at timestamptz not null default app.now(),
  updated_by uuid,
  constraint ready_answers_shortcut unique (workspace_id, shortcut)
);

insert into public.ready_answers (workspace_id, shortcut, title, body, position)
select w.id, a.shortcut, a.title, a.body, a.position
from public.workspaces w cross join (values
  (1, 'agosto', 'Va bene agosto', 'Sì, va benissimo anche quella di agosto. La aspetto, grazie!'),
  (2, 'ultima', 'Serve l''ultima',
    'Grazie! Mi servirebbe però l''ultima bolletta arrivata, con tutte le pagine. '
      || 'Me la può mandare quando la trova?'),
  (3, 'foto', 'Foto più nitida',
    'Grazie! Nella foto non riesco a leggere tutto: me ne può mandare una più nitida, '
      || 'o il PDF se ce l''ha?'),
  (4, 'richiamo', 'La richiamo', 'Certo, la richiamo io. A che ora le va bene?'),
  (5, 'ricevuta', 'Grazie, ricevuta',
    'Ricevuta, grazie mille! La guardiamo e le facciamo sapere al più presto.')
) a (position, shortcut, title, body)
where w.key = 'default';

-- Saves an answer under its shortcut, over the one that was called `before`, or removes that one
-- (shortcut null). Raises PT409 for a shortcut that is taken.
create function public.save_ready_answer(workspace uuid, before text, shortcut text, title text,
  body text) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_id bigint;
begin
  perform app.require_role(workspace, 'manager');
  perform from public.workspaces w where w.id = save_ready_answer.workspace for no key update;
  select a.id into v_id from public.ready_answers a
  where a.workspace_id = save_ready_answer.workspace and a.shortcut = before;
  if before is not null and v_id is null then
    raise exception using errcode = 'PT404', message = 'There is no such answer.';
  end if;
  if exists (select from public.ready_answers a where a.id is distinct from v_id
    and a.workspace_id = save_ready_answer.workspace
    and a.shortcut = save_ready_answer.shortcut) then
    raise exception using errcode = 'PT409', detail = 'shortcut',
      message = 'Another answer has this shortcut.';
  end if;
  if shortcut is null then
    delete from public.ready_answers a where a.id = v_id;
  elsif v_id is null then
    insert into public.ready_answers (workspace_id, shortcut, title, body, position, updated_by)
    values (workspace, shortcut, btrim(title), body, (select coalesce(max(a.position), 0) + 1
      from public.ready_answers a where a.workspace_id = save_ready_answer.workspace), auth.uid());
  else
    update public.ready_answers a set shortcut = save_ready_answer.shortcut,
      title = btrim(save_ready_answer.title), body = save_ready_answer.body,
      updated_at = app.now(), updated_by = auth.uid()
    where a.id = v_id;
  end if;
  perform app.log_action(workspace, auth.uid(), case when shortcut is null
    then 'ready_answer_removed' else 'ready_answer_saved' end, 'settings', 'answers',
    jsonb_build_object('key', coalesce(shortcut, before)));
end $$;

alter table public.ready_answers enable row level security;
create policy members_read on public.ready_answers for select to authenticated
  using (workspace_id in (select app.my_workspaces()));
grant select on public.ready_answers to authenticated;
grant execute on function public.save_ready_answer(uuid, text, text, text, text) to authenticated;
