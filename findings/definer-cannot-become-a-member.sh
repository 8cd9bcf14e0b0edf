#!/usr/bin/env bash
# Question: programs call a Supabase project with a key of the company's own, which no JWT stands for. One SQL function (an RPC of the
#   service role's) finds the key by its hash, and goes on as a member: `set local role authenticated`, the member's id in
#   request.jwt.claims, then the ordinary function, so that row-level security holds for programs as it does for staff. The function
#   reads a table that nobody else may, so it is `security definer`, as nearly every RPC is.
# A good guess: it works; the owner may become a role that it is a member of, and a definer runs as its owner.
# What happens: Postgres refuses any change of the role within a definer, by SET as by set_config, also where nothing but the role that
#   runs already is asked for. As an invoker the same function works, also with its own `set search_path` (a setting of the function
#   that is undone at its end; the role is not undone, it lasts until the transaction ends). So the door is an invoker that only the
#   service role may call, and a definer behind it looks the key up.
# Source: PostgreSQL 17 in @electric-sql/pglite 0.4.5 (run here, no network); PostgreSQL docs, SET ROLE: "cannot be used within a
#   SECURITY DEFINER function".
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.4.5 >/dev/null 2>&1 || { echo "could not install: @electric-sql/pglite@0.4.5"; exit 2; }
cat > run.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";
const db = new PGlite();
await db.exec(`
  create role authenticated; create role service_role; grant authenticated to service_role;
  create schema app;
  create table notes (owner text, body text); alter table notes enable row level security;
  create policy own on notes for select to authenticated using (owner = current_setting('request.jwt.claim.sub', true));
  grant select on notes to authenticated;
  insert into notes values ('anna', 'hers'), ('marco', 'his');
  create function mine() returns bigint language sql set search_path = '' as 'select count(*) from public.notes';
`);
const bodies = {
  "definer, set local role": ["security definer set search_path = ''", "set local role authenticated;"],
  "definer, set_config": ["security definer set search_path = ''", "perform set_config('role', 'authenticated', true);"],
  "invoker, its own search_path": ["security invoker set search_path = ''", "set local role authenticated;"],
};
const seen = {};
for (const [name, [how, become]] of Object.entries(bodies)) {
  await db.exec(`create or replace function as_program() returns bigint language plpgsql ${how} as $$
    begin
      perform set_config('request.jwt.claim.sub', 'anna', true);
      ${become}
      return public.mine();
    end $$`);
  await db.exec("begin; set local role service_role");
  try {
    const { rows } = await db.query("select as_program() as n, current_user as after");
    const { rows: next } = await db.query("select current_user as after");
    seen[name] = `${rows[0].n} row of hers, and the transaction goes on as ${next[0].after}`;
  } catch (error) {
    seen[name] = `${error.code} ${error.message}`;
  }
  await db.exec("rollback");
  await db.exec("drop function as_program()");
}
console.log((await db.query("select version() as v")).rows[0].v);
console.log("expected: each of the three sees one row, by the policy of a member.");
for (const [name, what] of Object.entries(seen)) console.log(`seen: ${name}: ${what}`);
console.log("why it matters: an RPC that acts for a program under row-level security cannot be a definer, and must give the role back itself.");
const [set, config, invoker] = Object.values(seen);
process.exit(/security-definer/.test(set) && /security-definer/.test(config) && invoker.startsWith("1 row") && invoker.endsWith("authenticated") ? 0 : 1);
JS
node run.mjs
