/** 1.2.840.113549.1.7.2, signedData, as DER writes it. */
const signedData = "06092a864886f70d010702";

interface Element {
  tag: number;
  from: number;
  /** Null: of unknown length, as BER allows (X.690, 8.1.3.6). */
  until: number | null;
}

/**
 * The first bytes of what a CAdES signature holds (RFC 5652, 5.1), as `.p7m` files do, in DER, BER, base64 or PEM; null for
 * what is no such file, or holds nothing. Only the way to the content is read, not the signature.
 */
export function signedContent(bytes: Uint8Array): Uint8Array | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const der = all[0] === 0x30 ? all : fromBase64(all);
  if (der?.[0] !== 0x30) return null;
  const outer = elementAt(der, 0);
  const kind = outer && elementAt(der, outer.from);
  if (!kind || der.toString("hex", outer.from, kind.until ?? 0) !== signedData) return null;
  // [0] · SignedData · version · digestAlgorithms · encapContentInfo · its kind · [0] · the content
  const explicit = inside(der, { tag: 0xa0, at: kind.until! });
  const signed = explicit && inside(der, { tag: 0x30, at: explicit.from });
  const version = signed && inside(der, { tag: 0x02, at: signed.from });
  const digests = version?.until ? inside(der, { tag: 0x31, at: version.until }) : null;
  const held = digests?.until ? inside(der, { tag: 0x30, at: digests.until }) : null;
  const heldKind = held && inside(der, { tag: 0x06, at: held.from });
  const wrapper = heldKind?.until ? inside(der, { tag: 0xa0, at: heldKind.until }) : null;
  return wrapper ? octets(der, wrapper.from) : null;
}

const most = 65_536;

/** An octet string, whole or in pieces. */
function octets(der: Buffer, at: number): Uint8Array | null {
  const outer = elementAt(der, at);
  if (outer?.tag === 0x04) return der.subarray(outer.from, Math.min(outer.until ?? 0, outer.from + most));
  if (outer?.tag !== 0x24) return null;
  const pieces: Buffer[] = [];
  let size = 0;
  for (let next = outer.from; size < most; ) {
    const piece = elementAt(der, next);
    if (piece?.tag !== 0x04 || piece.until === null || piece.until <= next) break;
    pieces.push(der.subarray(piece.from, piece.until));
    size += piece.until - piece.from;
    next = piece.until;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

function inside(der: Buffer, { tag, at }: { tag: number; at: number }): Element | null {
  const found = elementAt(der, at);
  return found?.tag === tag ? found : null;
}

function elementAt(der: Buffer, at: number): Element | null {
  const [tag, length] = [der[at], der[at + 1]];
  if (tag === undefined || length === undefined) return null;
  if (length < 0x80) return { tag, from: at + 2, until: at + 2 + length };
  const size = length - 0x80;
  if (size === 0) return { tag, from: at + 2, until: null };
  if (size > 4 || at + 2 + size > der.length) return null;
  return { tag, from: at + 2 + size, until: at + 2 + size + der.readUIntBE(at + 2, size) };
}

function fromBase64(all: Buffer): Buffer | null {
  const text = all
    .toString("latin1", 0, 2 * most)
    .replace(/^\xef\xbb\xbf/, "")
    .replace(/^\s*-----BEGIN [A-Z0-9 ]+-----/, "")
    .replace(/-----END [\s\S]*$/, "");
  const signs = text.replace(/\s+/g, "");
  if (!/^M[A-Za-z0-9+/]{30,}={0,2}$/.test(signs)) return null;
  return Buffer.from(signs, "base64");
}
