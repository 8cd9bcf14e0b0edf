#!/usr/bin/env bash
# Question: on Monday 30 November 2026 a customer writes when to call back. What does chrono-node's Italian read?
# A good guess: weekdays are the coming ones (as "mercoledì" is), and "sabato 5" is 5 December.
# What happens: "venerdì alle 18" and "sabato" are the PAST ones (27 and 28 November), "sabato 5" is 28 November too: the
#   5 is left out. "mercoledì" is the coming one. "settimana prossima" is not read at all, "lunedì prossimo" is.
# Source: chrono-node 2.10.3, locale it, without forwardDate.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund chrono-node@2.10.3 >/dev/null 2>&1 || { echo "could not install: chrono-node@2.10.3"; exit 2; }
cat > run.mjs <<'JS'
import { it } from 'chrono-node';
const ref = { instant: new Date('2026-11-30T10:00:00Z'), timezone: 60 };
const day = s => { const r = it.parse(s, ref)[0]; return r ? new Date(r.start.date().getTime() + 3600e3).toISOString().slice(0, 10) + ' from "' + r.text + '"' : 'nothing'; };
const seen = Object.fromEntries(['mercoledì', 'venerdì alle 18', 'sabato', 'sabato 5', 'settimana prossima', 'lunedì prossimo'].map(s => [s, day(s)]));
console.log('chrono-node 2.10.3, Monday 30 November 2026'); console.log('expected: 2, 4, 5, 5 December, a day of next week, 7 December. seen:', seen);
console.log('why it matters: a promise to call back lands in the past and is never due, or at once; the number that the customer wrote is ignored without a sign.');
process.exit(seen['mercoledì'].startsWith('2026-12-02') && seen['venerdì alle 18'].startsWith('2026-11-27') && seen['sabato 5'] === '2026-11-28 from "sabato"' && seen['settimana prossima'] === 'nothing' ? 0 : 1);
JS
node run.mjs
