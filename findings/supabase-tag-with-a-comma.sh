#!/usr/bin/env bash
# Question: a call has the one tag "bolletta, luce". supabase-js: .contains("tags", ["bolletta, luce"]): does it find it? And
#   .in("name", ["Rossi, Mario"])?
# A good guess: an array of one string is one element in both; the library quotes.
# What happens: .in() quotes, .contains() and .overlaps() do not: the request says cs.{bolletta, luce}, which Postgres reads
#   as two tags; nothing is found, no error. Written by hand as '{"bolletta, luce"}' it is right.
# Source: @supabase/postgrest-js 2.119.1, the part of supabase-js that makes requests (caught before they leave), array text read by PGlite 0.5.17.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @supabase/postgrest-js@2.119.1 @electric-sql/pglite@0.5.17 >/dev/null 2>&1 || { echo "could not install: @supabase/postgrest-js@2.119.1 @electric-sql/pglite@0.5.17"; exit 2; }
cat > run.mjs <<'JS'
import { PostgrestClient } from '@supabase/postgrest-js'; import { PGlite } from '@electric-sql/pglite';
let url; const c = new PostgrestClient('http://127.0.0.1:9', { fetch: async u => { url = new URL(String(u)); return new Response('[]', { headers: { 'content-type': 'application/json' } }); } });
await c.from('calls').select('id').contains('tags', ['bolletta, luce']); const cs = url.searchParams.get('tags');
await c.from('calls').select('id').overlaps('tags', ['bolletta, luce']); const ov = url.searchParams.get('tags');
await c.from('calls').select('id').in('name', ['Rossi, Mario']); const inn = url.searchParams.get('name');
const db = new PGlite(); const q = async lit => (await db.query('select cardinality($1::text::text[]) n, array[$2]::text[] @> $1::text::text[] found', [lit, 'bolletta, luce'])).rows[0];
const asSent = await q(cs.slice(3)), byHand = await q('{"bolletta, luce"}'); await db.close();
console.log('@supabase/postgrest-js 2.119.1'); console.log('expected: one element, found. seen:', cs, '|', ov, '|', inn, '| Postgres reads', asSent, '| quoted by hand', byHand);
console.log('why it matters: tags and dispositions of calls are free text typed by staff; a rule for a tag with a comma silently matches nothing.');
process.exit(cs === 'cs.{bolletta, luce}' && ov === 'ov.{bolletta, luce}' && inn === 'in.("Rossi, Mario")' && asSent.n === 2 && !asSent.found && byHand.found ? 0 : 1);
JS
node run.mjs
