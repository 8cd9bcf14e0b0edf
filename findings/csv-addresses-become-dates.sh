#!/usr/bin/env bash
# Question: csv-parse with cast and cast_date on an Italian list of customers: what becomes of an address, a consumption
#   and a document's name?
# A good guess: only what looks like a date becomes one.
# What happens: "Via Roma 11" becomes 1 November 2001, "Piazza Maggio 3" 1 March 2001, the kWh "0,5" May 2000; a real
#   Italian date ("12 dic 2026") stays a text; a phone with + becomes a number without it.
# Source: csv-parse 7.0.3 (cast_date asks Date.parse), Node.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund csv-parse@7.0.3 >/dev/null 2>&1 || { echo "could not install: csv-parse@7.0.3"; exit 2; }
cat > run.mjs <<'JS'
import { parse } from 'csv-parse/sync';
const csv = 'nome;telefono;cap;kwh;indirizzo;data\nRossi;+393331234567;00185;0,5;Via Roma 11;12 dic 2026\nBianchi;+390299990000;20100;1.234,56;Piazza Maggio 3;31/12/2026\n';
process.env.TZ = 'UTC';
const [a, b] = parse(csv, { delimiter: ';', columns: true, cast: true, cast_date: true });
console.log('csv-parse 7.0.3'); console.log('expected: texts, or dates where there are dates. seen:', a, b);
console.log('why it matters: a list of customers is read without any error and their addresses are gone; the one real date is not read. Take every cell as text and read each column by its own rule.');
const day = d => d instanceof Date && d.toISOString().slice(0, 10);
process.exit(day(a.indirizzo) === '2001-11-01' && day(b.indirizzo) === '2001-03-01' && day(a.kwh) === '2000-05-01' && a.data === '12 dic 2026' && a.telefono === 393331234567 ? 0 : 1);
JS
node run.mjs
