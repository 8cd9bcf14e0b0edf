#!/usr/bin/env bash
# Question: two receipts for one of our messages fall into one batch of Baileys, first "read" (4), then a late
#   "delivered" (3) of the customer's second device. Which status does the one event carry?
# A good guess: the higher of the two, or both events in order.
# What happens: one messages.update, status 3: the last one wins; "read" is never told.
# Source: baileys 7.0.0-rc14, lib/Utils/event-buffer.js; the same complaint at receivers: chatwoot/chatwoot issue 14529.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund baileys@7.0.0-rc14 pino@9.9.0 >/dev/null 2>&1 || { echo "could not install: baileys@7.0.0-rc14 pino@9.9.0"; exit 2; }
cat > run.mjs <<'JS'
import { makeEventBuffer } from 'baileys';
import pino from 'pino';
const run = pairs => { const ev = makeEventBuffer(pino({ level: 'silent' })); const got = [];
  ev.process(e => { if (e['messages.update']) got.push(...e['messages.update'].map(u => u.update)); });
  ev.buffer(); for (const u of pairs) ev.emit('messages.update', [{ key: { remoteJid: '393330001001@s.whatsapp.net', fromMe: true, id: '3EB001' }, update: u }]); ev.flush(); return got; };
const a = run([{ status: 4 }, { status: 3 }]);
const b = run([{ status: 0, messageStubParameters: ['463'] }, { status: 2 }]);
console.log('baileys 7.0.0-rc14');
console.log('read, then delivered. expected: 4 seen somewhere. seen:', JSON.stringify(a));
console.log('error 463, then accepted by the server. expected: two updates. seen:', JSON.stringify(b));
console.log('why it matters: whoever keeps the highest status is safe from order, but not from this: "read" was never sent. The second line shows an accepted message that still carries the error code in messageStubParameters: the code alone does not say failed.');
process.exit(a.length === 1 && a[0].status === 3 && b.length === 1 && b[0].status === 2 && b[0].messageStubParameters?.[0] === '463' ? 0 : 1);
JS
node run.mjs
