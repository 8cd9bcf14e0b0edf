/** What Windows-1252 has at 0x80 to 0x9F; its five gaps stay as the control characters (encoding.spec.whatwg.org). */
const windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * `NicolÃ²` is UTF-8 that was read as Latin-1 or Windows-1252. Mended only when certain: every character is one
 * byte there, all bytes together are UTF-8, and what comes out is letters and signs. `JOÃO` and `IRMÃ` are not UTF-8.
 */
export function mendCharset(text: string): string {
  if (!/[\u00c2-\u00f4]/.test(text)) return text;
  const bytes = [...text].map(toByte);
  if (bytes.includes(-1)) return text;
  try {
    const mended = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
    return /[\u0080-\u009f\ufffd]/.test(mended) ? text : mended;
  } catch {
    return text;
  }
}

function toByte(char: string): number {
  const code = char.codePointAt(0)!;
  if (code <= 0xff) return code;
  const index = windows.indexOf(char);
  return index === -1 ? -1 : 0x80 + index;
}
