#!/usr/bin/env bash
# Question: a schema is kept as files, and its migrations are made by comparing what two databases say of themselves (Supabase's
#   declarative schemas do so: `supabase db diff`). A trigger fires `when ((old.a, old.b, old.c) is distinct from (new.a, new.b, new.c))`.
#   Is the difference empty once the migration, made of Postgres' own definition, is applied?
# A good guess: yes. What pg_get_triggerdef says of a trigger is how it is made again.
# What happens: the comparison of rows is written out column by column as nested ORs, (a OR b) OR c. Made from that text the ORs are one
#   flat list, which is written differently: the database made from the files and the one made from the migrations differ for ever, and
#   each new migration drops and makes the trigger again. Views (pg_get_viewdef) do the same. Two columns are not enough to see it.
# Source: PostgreSQL 17 in @electric-sql/pglite 0.4.5 (run here, no network); seen first with supabase 3.1.0 `db diff --use-pg-delta`.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @electric-sql/pglite@0.4.5 >/dev/null 2>&1 || { echo "could not install: @electric-sql/pglite@0.4.5"; exit 2; }
cat > run.mjs <<'JS'
import { PGlite } from "@electric-sql/pglite";
const db = new PGlite();
const one = async (sql) => Object.values((await db.query(sql)).rows[0])[0];
await db.exec(`create table calls (a int, b int, c int);
  create function changed() returns trigger language plpgsql as 'begin return null; end';`);
/** What Postgres says of it when it is made so, and when it is made of what Postgres said. */
async function twice(make, read, drop) {
  await db.exec(make);
  const written = await one(read);
  await db.exec(drop);
  await db.exec(written.startsWith("CREATE") ? written : `create view moved as ${written}`);
  const again = await one(read);
  await db.exec(drop);
  return [written, again];
}
const trigger = (columns) => twice(
  `create trigger moved after update on calls for each row
     when ((${columns.map((c) => `old.${c}`)}) is distinct from (${columns.map((c) => `new.${c}`)})) execute function changed()`,
  "select pg_get_triggerdef(oid) from pg_trigger where tgname = 'moved'",
  "drop trigger moved on calls");
const three = await trigger(["a", "b", "c"]);
const two = await trigger(["a", "b"]);
const view = await twice("create view moved as select (a, b, c) is distinct from (c, a, b) as moved from calls",
  "select pg_get_viewdef('moved'::regclass)", "drop view moved");
console.log(await one("select version()"));
console.log("expected: what Postgres says of a trigger makes a trigger of which it says the same.");
console.log("seen: three columns the same:", three[0] === three[1], "- two columns the same:", two[0] === two[1], "- a view the same:", view[0] === view[1]);
console.log(" first:", three[0].match(/WHEN .*(?= EXECUTE)/)[0]);
console.log(" again:", three[1].match(/WHEN .*(?= EXECUTE)/)[0]);
console.log("why it matters: a check that files and migrations make the same database never passes, and every migration locks the table to make its triggers again. Write each column's comparison out.");
process.exit(three[0] !== three[1] && two[0] === two[1] && view[0] !== view[1] ? 0 : 1);
JS
node run.mjs
