/**
 * Whether this is an Italian electronic invoice: XML whose root is FatturaElettronica (Allegato A to the rules of Agenzia delle
 * Entrate, 1.2.2) or the simplified one. Other XML may be a page or a drawing. A document type is not in the format, and its
 * entities may grow without bounds.
 */
export function isInvoice(bytes: Uint8Array): boolean {
  let rest = textOf(bytes.subarray(0, 65_536)).replace(/^\uFEFF/, "");
  while (true) {
    const aside = /^(\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)/.exec(rest);
    if (!aside) break;
    rest = rest.slice(aside[0].length);
  }
  return /^<(?:[\w.-]+:)?FatturaElettronica(?:Semplificata)?[\s/>]/.test(rest);
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "");
}
