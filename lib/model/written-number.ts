/** A number as people put it down, without what is no part of it: `'(+39) 333 1234567 (Mario)`. */
export function plainNumber(text: string): string {
  return text
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/^['’‘`´]+\s*/, "")
    .replace(/^(tel|whatsapp|sms):\s*/i, "")
    .replace(/^\(\s*((?:\+|00)\s*\d{1,3})\s*\)/, "$1 ")
    .replace(/\s*[([][^\d()[\]]*\p{L}[^\d()[\]]*[)\]]\s*/gu, " ")
    .trim();
}

/**
 * A spreadsheet made a quantity of it: `3,93331E+11`, `393331234567.0`. Digits are lost or added, and
 * libphonenumber reads the second as a voicemail box of Italy, `+3933312345670`.
 */
export function isSpoiltBySpreadsheet(text: string): boolean {
  const joined = text.replace(/\s/g, "");
  return /\de[+-]?\d/i.test(text) || /^\+?\d{6,}[.,]\d{1,2}$/.test(joined);
}

/** `333 1234567 / 02 1234567`: each number of several; none when a part is too short to be one. */
export function severalNumbers(text: string): string[] {
  const parts = text
    .split(/[,;|]|\s\/\s|\s-\s|\s(?:e|o|oppure|and|or)\s/i)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const isWhole = parts.every((part) => part.replace(/\D/g, "").length >= 6);
  return parts.length > 1 && isWhole ? parts.map(plainNumber) : [];
}
