#!/usr/bin/env bash
# Question: a list of leads comes out of a table where the phones were numbers, so a mobile stands there as `3331234567.0` (a column
#   with one empty cell, exported by a data tool) or as `3.331234567E9`. What do the phone libraries make of such a cell, with Italy as
#   the default country?
# A good guess: no number at all, or one that is too long, since Italian mobiles have ten digits here: the row is refused and somebody
#   looks at it.
# What happens: Italy has numbers of mailboxes, a mobile and one digit more. The full stop counts as punctuation, so the trailing zero is
#   taken for that digit: both libraries call `3331234567.0` a valid number, of the type VOICEMAIL. Google's own reads `3.331234567E9`
#   so too (the letter is dropped, its 9 becomes the last digit), where libphonenumber-js finds nothing. `isValid` alone lets a list of
#   thousands through, and every message goes to a number that nobody has. What tells is the type: somebody who takes VOICEMAIL for no
#   address of a person, or reads the number as a number first, is safe.
# Why it matters: a list that imports without one error and reaches nobody; a number that writes to many unknown ones is locked.
# Source: libphonenumber-js 1.13.16 (its `max` data) and google-libphonenumber 3.2.42 (run here, no network); E.164 forms printed.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund libphonenumber-js@1.13.16 google-libphonenumber@3.2.42 >/dev/null 2>&1 ||
  { echo "could not install the two libraries"; exit 2; }
cat > run.mjs <<'JS'
import google from "google-libphonenumber";
import parse from "libphonenumber-js/max";
const util = google.PhoneNumberUtil.getInstance();
const types = Object.fromEntries(Object.entries(google.PhoneNumberType).map(([name, n]) => [n, name]));
const js = (cell) => {
  const n = parse(cell, "IT");
  return n ? `${n.number} ${n.isValid() ? "valid" : "invalid"} ${n.getType()}` : "none";
};
const goog = (cell) => {
  try {
    const n = util.parse(cell, "IT");
    return `${util.format(n, 0)} ${util.isValidNumber(n) ? "valid" : "invalid"} ${types[util.getNumberType(n)]}`;
  } catch {
    return "none";
  }
};
const expected = {
  "3331234567": ["+393331234567 valid MOBILE", "+393331234567 valid MOBILE"],
  "3331234567.0": ["+3933312345670 valid VOICEMAIL", "+3933312345670 valid VOICEMAIL"],
  "3.331234567E9": ["none", "+3933312345679 valid VOICEMAIL"],
};
let changed = false;
for (const [cell, want] of Object.entries(expected)) {
  const seen = [js(cell), goog(cell)];
  console.log(`${cell.padEnd(14)} libphonenumber-js: ${seen[0].padEnd(32)} google-libphonenumber: ${seen[1]}`);
  if (seen.join() !== want.join()) changed = true;
}
if (changed) {
  console.log("It is different now: read the cells again.");
  process.exit(1);
}
JS
node run.mjs
