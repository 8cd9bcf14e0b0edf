/**
 * A short text as it is compared: lower case, without marks, punctuation, emoji and formatting; words one space apart.
 *
 * Italian keyboards write "più" as "piu'", "piu’" or "piu`"; WhatsApp's own formatting puts `*`, `_` and `~` around a word.
 * Upper case first, so that "ß" and "SS" are one.
 */
export function consentKey(text: string): string {
  return bare(bare(text).toUpperCase().toLowerCase())
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Marks, and what nobody sees: direction marks, joiners, variation selectors. */
function bare(text: string): string {
  return text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
}
