/** A CMS SignedData around this content, without signers: what a `.p7m` begins with. */
export function signedFile(content: Uint8Array | null, pieces = 1): Buffer {
  const oid = (hex: string) => element(0x06, Buffer.from(hex, "hex"));
  const octets = (bytes: Uint8Array) => {
    if (pieces === 1) return element(0x04, bytes);
    const size = Math.ceil(bytes.length / pieces);
    const parts = Array.from({ length: pieces }, (_, n) =>
      element(0x04, bytes.subarray(n * size, (n + 1) * size)),
    );
    return open(0x24, Buffer.concat(parts));
  };
  const wrap = pieces === 1 ? element : open;
  const held = [oid("2a864886f70d010701"), ...(content ? [wrap(0xa0, octets(content))] : [])];
  const algorithms = element(0x31, element(0x30, oid("608648016503040201")));
  const signed = [
    element(0x02, Buffer.from([1])),
    algorithms,
    wrap(0x30, Buffer.concat(held)),
    element(0x31, Buffer.alloc(0)),
  ];
  return wrap(
    0x30,
    Buffer.concat([oid("2a864886f70d010702"), wrap(0xa0, wrap(0x30, Buffer.concat(signed)))]),
  );
}

function element(tag: number, content: Uint8Array): Buffer {
  const size = content.length;
  const length =
    size < 128
      ? [size]
      : size < 65_536
        ? [0x82, size >> 8, size & 255]
        : [0x83, size >> 16, (size >> 8) & 255, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** Of unknown length, as BER allows. */
function open(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.from([0, 0])]);
}
