#!/usr/bin/env bash
# Question: an Italian certified mail (PEC) wraps the real one as postacert.eml (message/rfc822) in a signed envelope.
#   Is the bill inside it among the attachments of mailparser and of postal-mime?
# A good guess: yes for both, or for neither; how the inner mail is labelled does not matter.
# What happens: labelled inline both hand out bolletta.pdf; labelled attachment neither does (only postacert.eml); without
#   a label postal-mime hands it out and mailparser does not.
# Source: mailparser 3.14.2, postal-mime 4.0.0; an invented mail in the usual layout of PEC (daticert.xml, postacert.eml, smime.p7s).
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund mailparser@3.14.2 postal-mime@4.0.0 >/dev/null 2>&1 || { echo "could not install: mailparser@3.14.2 postal-mime@4.0.0"; exit 2; }
cat > run.mjs <<'JS'
import PostalMime from 'postal-mime'; import { simpleParser } from 'mailparser';
const inner = ['From: mario@example.com', 'To: ufficio@example.com', 'Subject: bolletta', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="in"', '', '--in', 'Content-Type: text/plain', '', 'In allegato la bolletta.', '--in', 'Content-Type: application/pdf; name="bolletta.pdf"', 'Content-Disposition: attachment; filename="bolletta.pdf"', 'Content-Transfer-Encoding: base64', '', 'JVBERi0xLjQK', '--in--', ''];
const mail = label => ['From: "Per conto di: mario@example.com" <posta-certificata@example.com>', 'To: ufficio@example.com', 'Subject: POSTA CERTIFICATA: bolletta', 'MIME-Version: 1.0', 'Content-Type: multipart/signed; protocol="application/x-pkcs7-signature"; micalg=sha256; boundary="sig"', '', '--sig', 'Content-Type: multipart/mixed; boundary="mx"', '', '--mx', 'Content-Type: text/plain', '', 'Messaggio di posta certificata', '--mx', 'Content-Type: application/xml; name="daticert.xml"', 'Content-Disposition: inline; filename="daticert.xml"', '', '<postacert tipo="posta-certificata" errore="nessuno"/>', '--mx', 'Content-Type: message/rfc822; name="postacert.eml"', ...(label ? [`Content-Disposition: ${label}; filename="postacert.eml"`] : []), '', ...inner, '--mx--', '--sig', 'Content-Type: application/x-pkcs7-signature; name="smime.p7s"', 'Content-Disposition: attachment; filename="smime.p7s"', 'Content-Transfer-Encoding: base64', '', 'MIIB', '--sig--', ''].join('\r\n');
const has = list => list.some(x => x.filename === 'bolletta.pdf');
const seen = {};
for (const label of ['inline', 'attachment', '']) seen[label || 'none'] = [has((await PostalMime.parse(mail(label))).attachments), has((await simpleParser(mail(label))).attachments)];
console.log('postal-mime 4.0.0, mailparser 3.14.2'); console.log('expected: [true, true] for each label. seen [postal-mime, mailparser]:', seen);
console.log('why it matters: customers and suppliers send bills by PEC, and people pass the .eml on; whether the bill is seen hangs on one header of the carrier. Look into message/rfc822 parts yourself.');
process.exit(JSON.stringify(seen) === '{"inline":[true,true],"attachment":[false,false],"none":[true,false]}' ? 0 : 1);
JS
node run.mjs
