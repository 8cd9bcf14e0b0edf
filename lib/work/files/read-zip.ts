import { inflateRawSync } from "node:zlib";

/** A file inside an archive, not read yet. */
export interface ZipMember {
  name: string;
  /** Its first bytes; null where they cannot be had. */
  head(): Uint8Array | null;
  /** All of it, if it has no more than `most` bytes; else null. */
  whole(most: number): Uint8Array | null;
}

const mostMembers = 500;
/** Deflate makes at most 1,032 bytes of one (zlib's own documentation), so this makes no more than a megabyte. */
const headBytes = 1024;

/**
 * The files of a zip archive by its central directory (APPNOTE 4.3); null for what is no whole archive, is encrypted, or has
 * more members than a person packs. Nothing is unpacked until it is asked for.
 */
export function readZip(bytes: Uint8Array): ZipMember[] | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all.lastIndexOf("PK\x05\x06", undefined, "latin1");
  // The comment behind it may have 65,535 bytes.
  if (end < 0 || end + 22 > all.length || end < all.length - 22 - 65_535) return null;
  const count = all.readUInt16LE(end + 10);
  if (count > mostMembers) return null;
  const members: ZipMember[] = [];
  let at = all.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > end || all.readUInt32LE(at) !== 0x02014b50) return null;
    const nameEnd = at + 46 + all.readUInt16LE(at + 28);
    const isEncrypted = (all.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted || nameEnd > end) return null;
    const name = all.toString("utf8", at + 46, nameEnd);
    const method = all.readUInt16LE(at + 10);
    const size = all.readUInt32LE(at + 20);
    if (!name.endsWith("/"))
      members.push(member(all, { name, method, size, local: all.readUInt32LE(at + 42) }));
    at = nameEnd + all.readUInt16LE(at + 30) + all.readUInt16LE(at + 32);
  }
  return members;
}

function member(
  all: Buffer,
  { name, method, size, local }: { name: string; method: number; size: number; local: number },
): ZipMember {
  const packed = (most: number): Buffer | null => {
    if (local + 30 > all.length || all.readUInt32LE(local) !== 0x04034b50) return null;
    const from = local + 30 + all.readUInt16LE(local + 26) + all.readUInt16LE(local + 28);
    return from + size > all.length ? null : all.subarray(from, from + Math.min(size, most));
  };
  const unpack = (most: number, room: number, isWhole: boolean): Uint8Array | null => {
    const held = packed(most);
    if (held === null || method === 0) return held && held.length > room ? null : held;
    if (method !== 8) return null;
    try {
      // zlib's Z_SYNC_FLUSH (2): what ends early is no error.
      return inflateRawSync(held, { maxOutputLength: room, ...(!isWhole && { finishFlush: 2 }) });
    } catch {
      return null;
    }
  };
  return {
    name,
    head: () => unpack(method === 0 ? 65_536 : headBytes, 2 * 1024 * 1024, false),
    whole: (most) => (size > most ? null : unpack(size, most, true)),
  };
}
