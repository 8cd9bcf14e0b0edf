#!/usr/bin/env bash
# Question: a bill's file has left WhatsApp's store (404 or 410). downloadMediaMessage gets a reuploadRequest, as the
#   documentation advises. Is the phone asked to send the file up again?
# A good guess: yes, that is what reuploadRequest is for, and both codes are in Baileys' list.
# What happens: it is never called; the download fails at once. The code looks at error.status, the error that its own
#   fetch throws has the code in output.statusCode.
# Source: WhiskeySockets/Baileys issue 2767 and pull request 2729, devlikeapro/waha issue 2265; run here with fetch
#   replaced by an answer made in the process.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund baileys@7.0.0-rc14 pino@9.9.0 >/dev/null 2>&1 || { echo "could not install: baileys@7.0.0-rc14 pino@9.9.0"; exit 2; }
cat > run.mjs <<'JS'
import { downloadMediaMessage } from 'baileys';
import pino from 'pino';
const logger = pino({ level: 'silent' });
let asked = 0; const seen = [];
for (const status of [404, 410]) {
  globalThis.fetch = async () => new Response('', { status });
  try {
    await downloadMediaMessage({ key: { remoteJid: '393330001001@s.whatsapp.net', id: 'AC01' }, message: { documentMessage: { url: 'https://mmg.whatsapp.net/example', directPath: '/example', mediaKey: Buffer.alloc(32, 1), mimetype: 'application/pdf' } } },
      'buffer', {}, { logger, reuploadRequest: async m => { asked++; return m; } });
  } catch (e) { seen.push([status, e.status, e.output?.statusCode]); }
}
console.log('baileys 7.0.0-rc14');
console.log('expected: reuploadRequest called for 404 and for 410. seen: called', asked, 'times; [answer, error.status, error.output.statusCode] =', JSON.stringify(seen));
console.log('why it matters: a bill that was not fetched in the first days is lost for a service that stands on this library, though the customer still has it: fetch at once, and ask a person to ask the customer again.');
process.exit(asked === 0 && seen.length === 2 && seen.every(([s, a, b]) => a === undefined && b === s) ? 0 : 1);
JS
node run.mjs
