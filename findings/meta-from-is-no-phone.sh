#!/usr/bin/env bash
# Question: since 2026 a person may have a username and no number: Meta's webhook has from_user_id "IT.…" and no "from". What
#   does whatsapp-api-js give as "from" of the message, and as "phone" of a status?
# A good guess: undefined, or a field of its own.
# What happens: "from" and "phone" hold the user id ("IT.1349…"): digits taken out of it are a number of seventeen or more
#   digits that no one has.
# Source: whatsapp-api-js 6.3.0 (it reads from_user_id and recipient_user_id itself); that numbers may be absent:
#   WhiskeySockets/Baileys issue 2516.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund whatsapp-api-js@6.3.0 >/dev/null 2>&1 || { echo "could not install: whatsapp-api-js@6.3.0"; exit 2; }
cat > run.mjs <<'JS'
import { WhatsAppAPI } from 'whatsapp-api-js';
const id = 'IT.13491208655302741918'; const w = new WhatsAppAPI({ token: 'example', appSecret: 'example', secure: false, v: 'v24.0' });
let from, phone; w.on.message = a => { from = a.from; }; w.on.status = a => { phone = a.phone; };
const body = value => ({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '390299990000', phone_number_id: 'P1' }, ...value } }] }] });
await w.post(body({ contacts: [{ profile: { name: 'Anna', username: 'anna.prova' }, user_id: id }], messages: [{ from_user_id: id, id: 'w1', timestamp: '1796000000', type: 'text', text: { body: 'ciao' } }] }));
await w.post(body({ statuses: [{ id: 'w2', status: 'failed', timestamp: '1796000000', recipient_user_id: id, errors: [{ code: 131026, title: 'x' }] }] }));
await new Promise(r => setTimeout(r, 50));
console.log('whatsapp-api-js 6.3.0'); console.log('expected: undefined, undefined. seen: from =', from, '| phone =', phone);
console.log('why it matters: stored as a number it becomes a contact nobody can call and whom STOP does not reach; check the form before calling it a phone.');
process.exit(from === id && phone === id ? 0 : 1);
JS
node run.mjs
