/** One way to break a promise, and the tests that must notice. Applied to a copy by scripts/prove-promises.ts. */
export interface Breakage {
  promise: string;
  what: string;
  file: string;
  /** Must stand in the file exactly once. */
  find: string;
  replace: string;
  tests: string;
}

const sql = (name: string) => `supabase/migrations/${name}.sql`;
const outbox = sql("20261121091000_outbox");
const messages = sql("20261121090800_record_messages");
const delivery = sql("20261121090900_record_delivery");

export const breakages: Breakage[] = [
  {
    promise: "I1",
    what: "the door answers 200 although the database did not take the delivery",
    file: "lib/db/call-rpc.ts",
    find: "  if (!error) return data as Result;",
    replace:
      "  if (!error || status >= 502 || status === 0) return { outcome: 'processed', channels: [] } as Result;",
    tests: "test/events/deliveries.test.ts",
  },
  {
    promise: "I2",
    what: "the key of a call is no longer unique",
    file: sql("20261121090400_calls"),
    find: "  primary key (workspace_id, key)",
    replace: "  primary key (workspace_id, key, call_id)",
    tests: "test/walk/calls.test.ts",
  },
  {
    promise: "I2",
    what: "two asks of one contact may be open",
    file: sql("20261121090500_messages"),
    find: "create unique index whatsapp_messages_one_open_ask on public.whatsapp_messages (workspace_id, contact_id) where ask_open;",
    replace:
      "create unique index whatsapp_messages_one_open_ask on public.whatsapp_messages (workspace_id, contact_id, id) where ask_open;",
    tests: "test/walk/calls.test.ts",
  },
  {
    promise: "I3",
    what: "a failed effect is forgotten",
    file: delivery,
    find: "      v_result := jsonb_build_object('outcome', 'failed', 'reason', sqlstate, 'detail', sqlerrm, 'channels', '[]'::jsonb);",
    replace:
      "      v_result := jsonb_build_object('outcome', 'ignored', 'reason', sqlstate, 'detail', sqlerrm, 'channels', '[]'::jsonb);",
    tests: "test/events/deliveries.test.ts",
  },
  {
    promise: "I4",
    what: "a 500 counts as not sent and is tried again",
    file: "lib/outbox/dispatch.ts",
    find: "          : await services.provider.send({ to, text });",
    replace:
      "          : await services.provider.send({ to, text }).then((o) => (o.kind === 'uncertain' ? { ...o, kind: 'not_sent', code: 'unreachable', retryAfterMs: null, pause: null } : o) as typeof o);",
    tests: "test/outbox/pace.test.ts",
  },
  {
    promise: "I5",
    what: "doubt is called failure",
    file: outbox,
    find: "    update public.whatsapp_messages set status = 'uncertain', reason_code = v_code, reason = v_reason where id = message;",
    replace:
      "    update public.whatsapp_messages set status = 'failed', reason_code = v_code, reason = v_reason where id = message;",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I6",
    what: "the slot runs from the claim, not from the answer",
    file: outbox,
    find: "      else greatest(next_slot_at, v_now + make_interval(secs => greatest(",
    replace:
      "      else greatest(next_slot_at, next_slot_at - interval '1 second' + 0 * make_interval(secs => greatest(",
    tests: "test/outbox/pace.test.ts",
  },
  {
    promise: "I6",
    what: "the channel is not locked by a claim",
    file: outbox,
    find: "  select * into v_channel from public.channels where id = channel for update;\n  -- Only now",
    replace: "  select * into v_channel from public.channels where id = channel;\n  -- Only now",
    tests: "test/outbox/pace.test.ts",
  },
  {
    promise: "I7",
    what: "the cap counts a calendar day less",
    file: sql("20261121091000_outbox"),
    find: "    then p_sends[cardinality(p_sends) - p_limit + 1] + interval '24 hours' else '-infinity' end",
    replace:
      "    then p_sends[cardinality(p_sends) - p_limit + 1] + interval '12 hours' else '-infinity' end",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I7",
    what: "retry_after is not heeded",
    file: outbox,
    find: "        min_interval_ms, coalesce((outcome ->> 'retryAfterMs')::bigint, 0)) / 1000.0)) end",
    replace: "        min_interval_ms, 0 * coalesce((outcome ->> 'retryAfterMs')::bigint, 0)) / 1000.0)) end",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I8",
    what: "a dead worker's message goes back into the queue",
    file: outbox,
    find: "    update public.whatsapp_messages set status = 'uncertain', reason_code = 'worker_died',",
    replace: "    update public.whatsapp_messages set status = 'queued', reason_code = 'worker_died',",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I8",
    what: "the channel is free at once when a lease ends",
    file: outbox,
    find: "      next_slot_at, v_attempt.lease_until + make_interval(secs => min_interval_ms / 1000.0))",
    replace: "      next_slot_at, v_attempt.lease_until)",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I9",
    what: "a stale worker settles the newer attempt",
    file: outbox,
    find: "  if v_message.attempt <> settle_message.attempt then",
    replace: "  if v_message.attempt < settle_message.attempt then",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I10",
    what: "the last status wins",
    file: sql("20261121090500_messages"),
    find: "  where id = p_message and direction = 'out' and app.status_rank(p_status) > app.status_rank(status);",
    replace: "  where id = p_message and direction = 'out';",
    tests: "test/outbox/status.test.ts",
  },
  {
    promise: "I10",
    what: "statuses that came early are not applied",
    file: messages,
    find: "    perform app.raise_status(p_message, v_status.status, v_status.received_at, 'provider_failed', v_status.error_text);",
    replace: "    null;",
    tests: "test/outbox/status.test.ts",
  },
  {
    promise: "I11",
    what: "the claim does not look at opt-outs",
    file: outbox,
    find: "    and c.opted_out_at is null and c.blocked_at is null and c.erased_at is null\n    and m.id <> all (p_except)",
    replace: "    and m.id <> all (p_except)",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I11",
    what: "a stop word leaves the queue alone",
    file: messages,
    find: "    perform app.skip_queued(v_contact, 'opted_out', 'The contact asked not to be written to.');",
    replace: "    null;",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I12",
    what: "nothing expires on a paused channel",
    file: outbox,
    find: "    v_expired := v_expired + app.expire_due(v_channel.id, v_now);",
    replace:
      "    v_expired := v_expired + case when v_channel.state = 'active' then app.expire_due(v_channel.id, v_now) else 0 end;",
    tests: "test/outbox/outbox.test.ts",
  },
  {
    promise: "I13",
    what: "a total is a constant instead of a count",
    file: sql("20261121091100_monitor"),
    find: "      'unmatched', (select count(*) from public.contacts c",
    replace: "      'unmatched', (select 0 * count(*) from public.contacts c",
    tests: "test/walk/flag.test.ts",
  },
  {
    promise: "I14",
    what: "an event that keeps failing is tried for ever, out of sight",
    file: delivery,
    find: "        dead_lettered_at = case when tries + 1 >= 8 then app.now() end",
    replace: "        dead_lettered_at = null",
    tests: "test/events/deliveries.test.ts",
  },
  {
    promise: "I14",
    what: "an unknown event is refused instead of recorded as ignored",
    file: delivery,
    find: "      when 'ignored' then jsonb_build_object('outcome', 'ignored', 'reason', v_value ->> 'reason', 'detail', v_value ->> 'detail')",
    replace: "      when 'ignored' then null",
    tests: "test/walk/fixtures.test.ts",
  },
  {
    promise: "I15",
    what: "one table forgets row-level security",
    file: sql("20261121091200_access"),
    find: "    'contacts', 'contact_identities',",
    replace: "    'contact_identities',",
    tests: "test/access/tenancy.test.ts",
  },
  {
    promise: "I15",
    what: "staff may call a writer",
    file: sql("20261121091200_access"),
    find: "  public.migration_version()\n  to service_role;",
    replace: "  public.migration_version()\n  to service_role, authenticated;",
    tests: "test/access/tenancy.test.ts",
  },
  {
    promise: "I15",
    what: "a staff function does not ask for membership",
    file: sql("20261121091010_staff_actions"),
    find: "  perform app.require_role(v_message.workspace_id, 'agent');",
    replace: "  null;",
    tests: "test/access/tenancy.test.ts",
  },
  {
    promise: "flag",
    what: "a reply flags every call of the contact, also those asked after it",
    file: messages,
    find: "      and send_began_at <= p_message.created_at\n      -- Waiting",
    replace: "      -- Waiting",
    tests: "test/walk/flag.test.ts",
  },
  {
    promise: "secrets",
    what: "Wasender's key is stored with the delivery",
    file: "lib/events/redact.ts",
    find: '  "sessionid",\n',
    replace: "",
    tests: "test/events/deliveries.test.ts",
  },
];
