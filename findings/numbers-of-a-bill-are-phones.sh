#!/usr/bin/env bash
# Question: findPhoneNumbersInText (Italy) on the text of a bill: which of its numbers are taken for phones?
# A good guess: the toll-free number and the mobile; VAT numbers and customer codes have other lengths or fail validation.
# What happens: a VAT number that begins with 02 or 06 and a customer code are valid landlines of Milan and Rome, so they
#   come back as numbers, type FIXED_LINE, before the real ones.
# Source: libphonenumber-js 1.13.16/max; Italian landlines keep their zero and have six to eleven digits.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund libphonenumber-js@1.13.16 >/dev/null 2>&1 || { echo "could not install: libphonenumber-js@1.13.16"; exit 2; }
cat > run.mjs <<'JS'
import { findPhoneNumbersInText } from 'libphonenumber-js/max';
const text = 'P.IVA 02313821003 - Codice cliente 0612345678 - POD IT001E12345678 - Bolletta n. 004311234567 del 12.11.2026 - Totale 1.234,56 euro - Numero verde 800 123 456 - cell. 333 1234567 - C.F. 06543210987';
const found = findPhoneNumbersInText(text, 'IT').map(f => [text.slice(f.startsAt, f.endsAt), f.number.number, f.number.getType(), f.number.isValid()]);
console.log('libphonenumber-js 1.13.16'); console.log('expected: 800 123 456 and 333 1234567. seen:'); for (const f of found) console.log(' ', f.join('  '));
console.log('why it matters: who looks for a phone in a bill, a note of a call or a message finds the VAT number of a company first, and "valid" says nothing against it.');
const nums = found.map(f => f[0]);
process.exit(['02313821003', '0612345678', '06543210987'].every(n => nums.includes(n)) && found.every(f => f[3]) && nums[0] === '02313821003' ? 0 : 1);
JS
node run.mjs
