#!/usr/bin/env bash
# Question: a customer writes STOP and deletes it for everyone a minute later; both reach the linked device in one
#   batch (after it was offline). What does a program that listens to Baileys' events get?
# A good guess: two events, messages.upsert with the words and then messages.update that says "revoked".
# What happens: no update. Both rows of the one messages.upsert bear the id of the DELETION: the first is the message,
#   with message null and messageStubType 1; the second is the deletion itself. The words are never handed over.
# Source: baileys 7.0.0-rc14, lib/Utils/event-buffer.js and lib/Utils/process-message.js (run here, no network).
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
const written = { key: { remoteJid: chat, fromMe: false, id: 'AC01' }, messageTimestamp: 1796000000, pushName: 'Cliente Prova', message: { conversation: 'STOP' } };
const deletion = { key: { remoteJid: chat, fromMe: false, id: 'AC02' }, messageTimestamp: 1796000060, message: { protocolMessage: { type: 0, key: { remoteJid: chat, fromMe: false, id: 'AC01' } } } };
async function listen(buffered) {
  const ev = makeEventBuffer(logger); const got = [];
  ev.process(events => { for (const [name, e] of Object.entries(events)) if (name.startsWith('messages.')) got.push([name, JSON.parse(JSON.stringify(e))]); });
  const context = { ev, shouldProcessHistoryMsg: false, creds: { me: { id: '390299990000:1@s.whatsapp.net' }, accountSettings: {} }, keyStore: {}, signalRepository: { lidMapping: {} }, logger, options: {}, getMessage: async () => undefined };
  if (buffered) ev.buffer();
  for (const m of [structuredClone(written), structuredClone(deletion)]) { ev.emit('messages.upsert', { type: 'append', messages: [m] }); await processMessage(m, context); }
  if (buffered) ev.flush();
  return got;
}
const one = await listen(false), many = await listen(true);
const words = l => JSON.stringify(l).includes('STOP');
const carrier = many.flatMap(([n, e]) => n === 'messages.upsert' ? e.messages : []).find(m => m.messageStubType === 1);
console.log('baileys 7.0.0-rc14');
console.log('one at a time: the words are handed over:', words(one), '| update that names AC01:', one.some(([n, e]) => n === 'messages.update' && e[0].key.id === 'AC01'));
console.log('expected in one batch: the same. seen: words handed over:', words(many), '| messages.update:', many.some(([n]) => n === 'messages.update'));
console.log('seen: the rows:', JSON.stringify(many.filter(([n]) => n === 'messages.upsert').flatMap(([, e]) => e.messages)));
console.log('why it matters: somebody who refused and took it back is never known to have refused; both rows have one id, so who keeps one row an id keeps only one of them, and only the protocolMessage of the second names AC01. A stub of type 1 without words is a person to look at.');
process.exit(words(one) && !words(many) && carrier?.key.id === 'AC02' && carrier.message === null ? 0 : 1);
JS
node run.mjs
