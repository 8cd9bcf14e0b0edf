import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

export interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

interface Written {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

const mostBytes = 0xffff_ffff;
const mostEntries = 0xffff;
/** Sizes come after the data, names are UTF-8 (APPNOTE.TXT 4.4.4, bits 3 and 11). */
const flags = 0x0808;
const deflated = 8;
const version = 20;

/**
 * A ZIP archive (PKWARE APPNOTE.TXT 6.3), written as it is read: one chunk in memory at a time, however large it gets.
 * Throws past 4 GiB or 65,535 entries, where another format begins. `at` is written as the local time of each entry.
 */
export async function* zip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  const [date, time] = dosTime(at);
  let offset = 0;
  for await (const { name, data } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset };
    const head = record(
      0x04034b50,
      [version, 2],
      [flags, 2],
      [deflated, 2],
      [time, 2],
      [date, 2],
      [0, 4],
      [0, 4],
      [0, 4],
      [entry.name.length, 2],
      [0, 2],
    );
    yield Buffer.concat([head, entry.name]);
    for await (const chunk of deflate(data, entry)) {
      entry.packed += chunk.length;
      yield chunk;
    }
    yield record(0x08074b50, [entry.crc, 4], [entry.packed, 4], [entry.size, 4]);
    offset += head.length + entry.name.length + entry.packed + 16;
    written.push(entry);
    if (offset > mostBytes || written.length > mostEntries)
      throw new Error("The archive is larger than a ZIP file can be.");
  }
  const start = offset;
  for (const { name, crc, packed, size, offset: began } of written) {
    const head = record(
      0x02014b50,
      [version, 2],
      [version, 2],
      [flags, 2],
      [deflated, 2],
      [time, 2],
      [date, 2],
      [crc, 4],
      [packed, 4],
      [size, 4],
      [name.length, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [began, 4],
    );
    yield Buffer.concat([head, name]);
    offset += head.length + name.length;
  }
  yield record(
    0x06054b50,
    [0, 2],
    [0, 2],
    [written.length, 2],
    [written.length, 2],
    [offset - start, 4],
    [start, 4],
    [0, 2],
  );
}

async function* deflate(data: ZipEntry["data"], entry: Written): AsyncGenerator<Uint8Array> {
  const packer = createDeflateRaw();
  async function* counted() {
    for await (const chunk of data) {
      entry.crc = crc32(chunk, entry.crc);
      entry.size += chunk.length;
      yield chunk;
    }
  }
  const done = pipeline(Readable.from(counted()), packer);
  // Its failure is thrown below, also when nobody waits for it yet.
  done.catch(() => {});
  yield* packer as AsyncIterable<Uint8Array>;
  await done;
}

/** A signature and fields of so many bytes, little-endian. */
function record(signature: number, ...fields: [value: number, bytes: 2 | 4][]): Buffer {
  const all: [number, number][] = [[signature, 4], ...fields];
  const bytes = Buffer.alloc(all.reduce((sum, [, length]) => sum + length, 0));
  let place = 0;
  for (const [value, length] of all) place = bytes.writeUIntLE(value, place, length);
  return bytes;
}

/** MS-DOS date and time, two seconds exact. */
function dosTime(at: Date): [date: number, time: number] {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return [date, (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)];
}
