import type { FileType } from "./file-types.ts";

/** ISO base media brands of photos (HEIF, ISO/IEC 23008-12); the other brands are film or sound. */
const photoBrands = new Set(["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"]);

/**
 * What the bytes are, by their own marks; null for everything that we do not keep: pages, scripts, programs, archives.
 * The name and the type that a message claims are the sender's words.
 */
export function sniffType(bytes: Uint8Array): FileType | null {
  const at = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
  if (at(0, 5) === "%PDF-") return "pdf";
  if (at(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (at(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (at(0, 4) === "RIFF" && at(8, 12) === "WEBP") return "webp";
  if (/^GIF8[79]a$/.test(at(0, 6))) return "gif";
  if (at(0, 4) === "OggS") return "ogg";
  if (at(0, 3) === "ID3" || isMp3Frame(bytes)) return "mp3";
  if (at(4, 8) === "ftyp") return photoBrands.has(at(8, 12)) ? "heic" : "mp4";
  if (at(0, 4) === "PK\x03\x04") return officeType(bytes);
  // Acrobat takes the mark anywhere in the first 1,024 bytes. Behind blanks it is harmless, behind words it may be a page.
  const blank = /^[\xef\xbb\xbf\s\0]*/.exec(at(0, 1024))![0].length;
  if (at(blank, blank + 5) === "%PDF-") return "pdf";
  return null;
}

/** Eleven set bits, then a version and a layer III that exist, a bit rate and a sample rate that are not forbidden. */
function isMp3Frame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isSync = first === 0xff && (second & 0xe0) === 0xe0;
  return (
    isSync &&
    (second & 0x18) !== 0x08 &&
    (second & 0x06) === 0x02 &&
    third >> 4 !== 15 &&
    (third & 0x0c) !== 0x0c
  );
}

/** An archive is an Office file by the parts it holds; one with macros is a program. */
function officeType(bytes: Uint8Array): FileType | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!all.includes("[Content_Types].xml") || all.includes("vbaProject.bin")) return null;
  if (all.includes("word/document.xml")) return "docx";
  return all.includes("xl/workbook.xml") ? "xlsx" : null;
}
