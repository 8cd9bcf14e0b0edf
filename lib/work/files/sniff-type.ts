import { archiveType } from "./archive-type.ts";
import type { FileType } from "./file-types.ts";
import { isInvoice } from "./is-invoice.ts";
import { signedContent } from "./signed-content.ts";

/** ISO base media brands (HEIF, ISO/IEC 23008-12; AVIF, AOMedia; Apple's sound); all others are film or sound. */
const avifBrands = new Set(["avif", "avis"]);
const photoBrands = new Set([
  ...avifBrands,
  ...["heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "mif2", "msf1"],
]);
const soundBrands = new Set(["M4A ", "M4B ", "M4P "]);

/**
 * What the bytes are, by their own marks; null for everything that we do not keep: pages, scripts, programs, old Office files
 * (OLE), archives of such. The name and the type that a message claims are the sender's words.
 *
 * isInside: of an archive, of which only the beginning is at hand.
 */
export function sniffType(bytes: Uint8Array, isInside = false): FileType | null {
  const at = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
  if (at(0, 5) === "%PDF-") return "pdf";
  if (at(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (at(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (at(0, 4) === "RIFF" && at(8, 12) === "WEBP") return "webp";
  if (/^GIF8[79]a$/.test(at(0, 6))) return "gif";
  if (/^(II[*+]\0|MM\0[*+])$/.test(at(0, 4))) return "tiff";
  if (at(0, 4) === "OggS") return "ogg";
  if (/^#!AMR(-WB)?\n/.test(at(0, 9))) return "amr";
  if (at(0, 4) === "ADIF" || isAacFrame(bytes)) return "aac";
  if (at(0, 3) === "ID3" || isMp3Frame(bytes)) return "mp3";
  if (at(4, 8) === "ftyp") return isoType(at(8, 12), at(16, Math.min(lengthAt(bytes), 256)));
  if (at(0, 4) === "PK\x03\x04") return archiveType(bytes, isInside);
  if (isInvoice(bytes)) return "xml";
  if (isSignedDocument(bytes)) return "p7m";
  return isLatePdf(bytes) ? "pdf" : null;
}

function lengthAt(bytes: Uint8Array): number {
  return bytes.length < 4 ? 0 : Buffer.from(bytes.subarray(0, 4)).readUInt32BE();
}

/** An AVIF may call itself `mif1`, and name itself among the brands that it is compatible with. */
function isoType(major: string, compatible: string): FileType {
  if (soundBrands.has(major)) return "m4a";
  if (!photoBrands.has(major)) return "mp4";
  const all = [major, ...(compatible.match(/[\s\S]{4}/g) ?? [])];
  return all.some((brand) => avifBrands.has(brand)) ? "avif" : "heic";
}

/** A bill or an e-invoice that somebody signed, perhaps twice. */
function isSignedDocument(bytes: Uint8Array): boolean {
  const content = signedContent(bytes);
  if (content === null || content.length === 0) return false;
  const again = signedContent(content) ?? content;
  return (
    isInvoice(again) || isLatePdf(again) || Buffer.from(again.subarray(0, 5)).toString("latin1") === "%PDF-"
  );
}

/**
 * Readers of PDF take its mark anywhere in the first 1,024 bytes (Acrobat's implementation notes to PDF 1.7, H.3.4.1): behind
 * blanks, a byte-order mark, a printer's or a mail's lines. Not behind a page, a program, a script or an archive.
 */
function isLatePdf(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 1029)).toString("latin1");
  const mark = head.indexOf("%PDF-");
  if (mark < 0) return false;
  const before = head.slice(0, mark);
  if (/^[\xef\xbb\xbf\s\0]*$/.test(before)) return true;
  const tail = Buffer.from(bytes.subarray(-2048)).toString("latin1");
  const isOther = /^(MZ|.ELF|#!|PK|\xd0\xcf.\xe0|\xca\xfe\xba\xbe|\{\\rtf)|<[a-z!?/%]/i.test(before);
  return !isOther && tail.includes("%%EOF");
}

/** ADTS (ISO/IEC 13818-7): twelve set bits, layer 0, a sample rate that exists; the next frame begins where this one ends. */
function isAacFrame(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes;
  if (first !== 0xff || (second & 0xf6) !== 0xf0 || ((third >> 2) & 15) > 12) return false;
  const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  return length >= 7 && (length >= bytes.length || bytes[length] === 0xff);
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
