#!/usr/bin/env bash
# Question: a customer writes "STOP", then edits it (an edit of the readable kind) while the linked device is offline.
#   Baileys hands both over in one batch. Are the first words and their time there?
# A good guess: the upsert keeps the first words, an update brings the new ones.
# What happens: the update is folded into the upsert: only the new words, inside editedMessage, under the OLD id and
#   with the time of the EDIT. The first words and the moment they were written are gone.
# Source: baileys 7.0.0-rc14, lib/Utils/event-buffer.js and process-message.js (run here, no network).
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund baileys@7.0.0-rc14 pino@9.9.0 >/dev/null 2>&1 || { echo "could not install: baileys@7.0.0-rc14 pino@9.9.0"; exit 2; }
cat > run.mjs <<'JS'
import { makeEventBuffer } from 'baileys';
import pino from 'pino';
const processMessage = (await import('./node_modules/baileys/lib/Utils/process-message.js')).default;
const logger = pino({ level: 'silent' });
const chat = '393330001001@s.whatsapp.net';
const ev = makeEventBuffer(logger); const got = [];
ev.process(events => { for (const [name, e] of Object.entries(events)) if (name.startsWith('messages.')) got.push([name, JSON.parse(JSON.stringify(e))]); });
const context = { ev, shouldProcessHistoryMsg: false, creds: { me: { id: '390299990000:1@s.whatsapp.net' }, accountSettings: {} }, keyStore: {}, signalRepository: { lidMapping: {} }, logger, options: {}, getMessage: async () => undefined };
ev.buffer();
for (const m of [
  { key: { remoteJid: chat, fromMe: false, id: 'AC01' }, messageTimestamp: 1796000000, message: { conversation: 'STOP' } },
  { key: { remoteJid: chat, fromMe: false, id: 'AC02' }, messageTimestamp: 1796000300, message: { protocolMessage: { type: 14, key: { remoteJid: chat, fromMe: false, id: 'AC01' }, editedMessage: { conversation: 'va bene domani' }, timestampMs: 1796000300000 } } },
]) { ev.emit('messages.upsert', { type: 'append', messages: [m] }); await processMessage(m, context); }
ev.flush();
const rows = got.flatMap(([n, e]) => n === 'messages.upsert' ? e.messages : []);
const first = rows.find(m => m.key.id === 'AC01');
console.log('baileys 7.0.0-rc14');
console.log('expected: AC01 says STOP, written 1796000000. seen:', JSON.stringify(first));
console.log('messages.update events seen:', got.filter(([n]) => n === 'messages.update').length);
console.log('why it matters: what a person first wrote, and when, cannot be had again; a new row may begin with editedMessage, whose time is that of the edit. Do not take the presence of editedMessage for "we have the original".');
process.exit(first && !JSON.stringify(rows).includes('STOP') && first.message.editedMessage && Number(first.messageTimestamp) === 1796000300 ? 0 : 1);
JS
node run.mjs
