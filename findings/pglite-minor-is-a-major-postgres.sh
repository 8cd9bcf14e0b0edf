#!/usr/bin/env bash
# Question: @electric-sql/pglite goes from 0.4.5 to 0.5.17. Which Postgres is in each, and does a data folder kept on disk
#   by the first open in the second?
# A good guess: both are Postgres 17, as hosted Supabase; the folder opens.
# What happens: 17.5 and 18.7. The folder does not open, and the error does not say why ("failed to initialize properly"):
#   no version is named.
# Source: @electric-sql/pglite 0.4.5 and 0.5.17, run here one after the other.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund old@npm:@electric-sql/pglite@0.4.5 new@npm:@electric-sql/pglite@0.5.17 >/dev/null 2>&1 || { echo "could not install: old@npm:@electric-sql/pglite@0.4.5 new@npm:@electric-sql/pglite@0.5.17"; exit 2; }
cat > run.mjs <<'JS'
import { PGlite as Old } from 'old'; import { PGlite as New } from 'new';
const v = async d => (await d.query('show server_version')).rows[0].server_version;
const o = new Old('./data'); await o.exec('create table t(a int)'); const ov = await v(o); await o.close();
const m = new New(); const nv = await v(m); await m.close();
let said = 'opened'; try { const n = new New('./data'); await n.waitReady; await n.query('select * from t'); } catch (e) { said = e.message; }
console.log('pglite 0.4.5:', ov, '| pglite 0.5.17:', nv); console.log('expected: 17 twice, folder opens or the error names the versions. seen on opening:', said);
console.log('why it matters: tests on 0.5 pass what Supabase (17) lacks, and a developer who updates loses the local database without a word on the cause.');
process.exit(ov.startsWith('17.') && nv.startsWith('18.') && said !== 'opened' && !/\b1[78]\b/.test(said) ? 0 : 1);
JS
node run.mjs
