import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type FileType, fileTypes } from "../../lib/work/files/file-types.ts";
import { fitsClaim } from "../../lib/work/files/fits-claim.ts";
import { sniffType } from "../../lib/work/files/sniff-type.ts";
import * as files from "./files.ts";
import { signedFile } from "./signed-file.ts";
import { zipOf } from "./zip-of.ts";

const text = (body: string) => new Uint8Array(Buffer.from(body, "latin1"));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const lines = (words: string) => words.replace(/(.{64})/g, "$1\r\n");
const pdfTail = "\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";
const root = (name: string) => `<${name} versione="FPR12"><a/></${name}>`;
const big = new Uint8Array(Buffer.concat([Buffer.from(files.invoiceXml), Buffer.alloc(200_000, " ")]));

describe("e-invoices", () => {
  test.for([
    ["as Agenzia delle Entrate writes it", files.invoiceFile],
    ["without a prefix", text(root("FatturaElettronica"))],
    ["with another prefix, behind a byte-order mark", text(`\xef\xbb\xbf${root("ns2:FatturaElettronica")}`)],
    ["simplified", text(`<?xml version="1.0"?>\n${root("b:FatturaElettronicaSemplificata")}`)],
    ["behind comments and blanks", text(`\r\n<!-- da: <html> -->\n ${root("p:FatturaElettronica")}`)],
    [
      "in UTF-16",
      new Uint8Array(Buffer.from(`\uFEFF<?xml version="1.0"?>${root("FatturaElettronica")}`, "utf16le")),
    ],
  ] as const)("%s", ([, bytes]) => {
    expect(sniffType(bytes)).toBe("xml");
  });

  test.for([
    ["a page in XHTML", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ["a page that names an invoice", "<html><FatturaElettronica></html>"],
    ["a style sheet", '<xsl:stylesheet xmlns:xsl="x"><FatturaElettronica/></xsl:stylesheet>'],
    ["with a document type of its own", `<!DOCTYPE a [<!ENTITY b "c">]>${root("FatturaElettronica")}`],
    ["another name", root("FatturaElettronicaX")],
    ["a comment that does not end", "<!-- <FatturaElettronica>"],
  ] as const)("%s: not kept", ([, body]) => {
    expect(sniffType(text(body))).toBeNull();
  });
});

describe("signed documents (.p7m)", () => {
  test.for([
    ["an e-invoice, DER", signedFile(files.invoiceFile)],
    ["a PDF, DER", signedFile(files.pdfFile)],
    ["a large one", signedFile(big)],
    ["of unknown length, in pieces", signedFile(files.invoiceFile, 3)],
    ["large, in pieces", signedFile(big, 9)],
    ["signed twice", signedFile(signedFile(files.pdfFile))],
    ["base64 in one line", text(base64(signedFile(files.invoiceFile)))],
    ["base64 in lines", text(lines(base64(signedFile(big))))],
    [
      "PEM",
      text(`-----BEGIN PKCS7-----\n${lines(base64(signedFile(files.pdfFile)))}\n-----END PKCS7-----\n`),
    ],
  ] as const)("%s", ([, bytes]) => {
    expect(sniffType(bytes)).toBe("p7m");
  });

  test.for([
    ["around a program", signedFile(files.exeFile)],
    ["around a page", signedFile(files.htmlFile)],
    ["around nothing: the signature alone", signedFile(null)],
    ["cut off before its content", signedFile(files.pdfFile).subarray(0, 30)],
    ["a certificate", Buffer.concat([Buffer.from("3082010030820080a003020102", "hex"), Buffer.alloc(300)])],
    ["lengths that lead nowhere", Buffer.from("3084ffffffff06092a864886f70d010702a084ffffffff30", "hex")],
    ["any base64", text(base64(Buffer.from("un testo qualunque, molto lungo e senza senso alcuno")))],
  ] as const)("%s: not kept", ([, bytes]) => {
    expect(sniffType(bytes)).toBeNull();
  });
});

test.for([
  ["tiff", "II*\0\x08\0\0\0"],
  ["tiff", "MM\0*\0\0\0\x08"],
  ["tiff", "II+\0\x08\0\0\0"],
  ["avif", "\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"],
  ["avif", "\0\0\0\x1cftypavis\0\0\0\0avifmsf1miaf"],
  ["avif", "\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf"],
  ["heic", "\0\0\0\x18ftypmif1\0\0\0\0mif1heic"],
  ["heic", "\0\0\0\x18ftypheix\0\0\0\0mif1heic"],
  // What stands behind the box is no brand.
  ["heic", "\0\0\0\x14ftypheic\0\0\0\0mif1avifavif"],
  ["m4a", "\0\0\0\x18ftypM4A \0\0\0\0M4A isom"],
  ["mp4", "\0\0\0\x18ftyp3gp4\0\0\0\0isom3gp4"],
  ["aac", "\xff\xf1\x50\x80\x02\x1f\xfc"],
  ["aac", "\xff\xf9\x4c\x80\x01\x1f\xfc\0\xff\xf9\x4c"],
  ["aac", "ADIF\0"],
  ["amr", "#!AMR\n\x3c"],
  ["amr", "#!AMR-WB\n\x44"],
  ["ogg", "OggS\0\x02\0\0OpusHead"],
] as const)("%s: %j", ([type, bytes]) => {
  expect(sniffType(text(bytes))).toBe(type);
});

describe("a PDF behind something", () => {
  test.for([
    "\r\n",
    "\xef\xbb\xbf",
    "\0\0\n",
    "junk\n",
    "Content-Type: application/pdf\r\n\r\n",
    "\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n",
    "x".repeat(1000),
  ])("%j", (before) => {
    expect(sniffType(text(`${before}%PDF-1.7${pdfTail}`))).toBe("pdf");
  });

  test.for([
    ["more than a kilobyte", "x".repeat(1100)],
    ["a page", "<p>bolletta</p>"],
    ["a script", "#!/bin/sh\n"],
    ["a program", "MZ\x90\0"],
    ["an old Office file", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    ["rich text", "{\\rtf1 "],
  ] as const)("%s: not kept", ([, before]) => {
    expect(sniffType(text(`${before}%PDF-1.7${pdfTail}`))).toBeNull();
  });

  test("words that only name one are no PDF", () => {
    expect(sniffType(text("Un file comincia con %PDF-1.7, di solito."))).toBeNull();
  });
});

describe("Office files, by their content types", () => {
  const types = (list: string) =>
    zipOf({ "[Content_Types].xml": `<Types>${list}</Types>`, "word/a.xml": "<a/>" });
  test.for([
    ["docx", "main part of another name", files.officeFile("word/document2.xml", files.wordMain)],
    ["xlsx", "main part elsewhere", files.officeFile("foglio/cartella.xml", files.excelMain)],
    [
      "docx",
      "that holds a table's package",
      files.officeFile("word/document.xml", files.wordMain, { "word/embeddings/xl/workbook.xml": "x" }),
    ],
    [
      "docx",
      "that speaks of macros",
      files.officeFile("word/document.xml", files.wordMain, { "word/a.txt": "vbaProject.bin" }),
    ],
    [
      "docx",
      "other quotes and order",
      types(`<Override ContentType='${files.wordMain}' PartName='/word/a.xml'/>`),
    ],
    ["docx", "by a default", types(`<Default Extension="xml" ContentType="${files.wordMain}"/>`)],
    ["docx", "with prefixes", types(`<x:Override PartName="/word/a.xml" ContentType="${files.wordMain}"/>`)],
  ] as const)("%s: %s", ([type, , bytes]) => {
    expect(sniffType(bytes)).toBe(type);
  });

  test.for([
    [
      "names in the bytes of a plain archive",
      zipOf({ "a.txt": "[Content_Types].xml word/document.xml" }, { store: true }),
    ],
    [
      "a main part that is not there",
      types(`<Override PartName="/word/b.xml" ContentType="${files.wordMain}"/>`),
    ],
    [
      "macro-enabled by its type",
      files.officeFile("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
    ["with macros", files.macroFile],
    [
      "binary workbook",
      files.officeFile("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
    ],
    [
      "slides",
      files.officeFile(
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
      ),
    ],
    ["an old Office file (OLE)", files.oleFile],
    [
      "a list of content types that is a bomb",
      zipOf({ "[Content_Types].xml": Buffer.alloc(10_000_000), "word/a.xml": "" }),
    ],
  ] as const)("%s: not kept", ([, bytes]) => {
    expect(sniffType(bytes)).toBeNull();
  });
});

describe("an archive of files that we keep is kept as one", () => {
  const scan = new Uint8Array(Buffer.concat([Buffer.from(files.jpegFile), Buffer.alloc(400_000, 7)]));
  test.for([
    ["bills", zipOf({ "nov.pdf": files.pdfFile, "dic.pdf": files.pdfFile })],
    ["stored, in a folder", zipOf({ "bollette/": "", "bollette/p1.jpg": scan }, { store: true })],
    [
      "made on a Mac",
      zipOf({ "a.pdf": files.pdfFile, "__MACOSX/._a.pdf": "\0\x05\x16\x07", ".DS_Store": "\0\0\0\x01" }),
    ],
    ["invoices, signed and not", zipOf({ "IT0.xml": big, "IT0.xml.p7m": signedFile(big) })],
    ["a Word file", zipOf({ "a.docx": files.docxFile, "Bolletta 11.2026": files.pdfFile }, { store: true })],
  ] as const)("%s", ([, bytes]) => {
    expect(sniffType(bytes)).toBe("zip");
  });

  test.for([
    ["one program among them", zipOf({ "a.pdf": files.pdfFile, "b.exe": files.exeFile })],
    ["a bill that would be run by its ending", zipOf({ "a.pdf.hta": files.pdfFile })],
    ["a page", zipOf({ "a.pdf": files.htmlFile })],
    ["an archive in an archive", zipOf({ "a.zip": zipOf({ "b.pdf": files.pdfFile }) })],
    ["a Word file with macros", zipOf({ "a.docx": files.macroFile })],
    ["a way out of its folder", zipOf({ "../a.pdf": files.pdfFile })],
    ["encrypted", zipOf({ "a.pdf": files.pdfFile }, { flags: 1 })],
    ["nothing", zipOf({})],
    ["only what a Mac adds", zipOf({ ".DS_Store": "x" })],
    [
      "hundreds",
      zipOf(Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`${n}.pdf`, files.pdfFile]))),
    ],
    ["cut off", zipOf({ "a.pdf": files.pdfFile }).subarray(0, 60)],
  ] as const)("%s: not kept", ([, bytes]) => {
    expect(sniffType(bytes)).toBeNull();
  });

  test("what unpacks to gigabytes is not unpacked", () => {
    const pdf = Buffer.concat([Buffer.from(files.pdfFile), Buffer.alloc(8_000_000)]);
    const bomb = zipOf({ "a.pdf": pdf, "b.pdf": pdf });
    const before = process.memoryUsage().arrayBuffers;
    expect(sniffType(bomb)).toBe("zip");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
    const office = zipOf({ "[Content_Types].xml": "x", "word/a.xml": Buffer.alloc(35_000_000) });
    expect(sniffType(zipOf({ "a.docx": office }))).toBeNull();
  });

  test("bytes that lead anywhere are no archive, and nothing throws", () => {
    const whole = zipOf({ "a.pdf": files.pdfFile, "b.docx": files.docxFile });
    for (let at = 0; at < whole.length; at += 1) {
      for (const value of [0, 0xff]) {
        const broken = whole.slice();
        broken[at] = value;
        expect(() => sniffType(broken)).not.toThrow();
      }
    }
  });
});

/** Whatever the message calls it, as long as it is nothing that runs. */
describe("labels", () => {
  const all = Object.keys(fileTypes) as FileType[];
  test.for([
    "application/wps-office.pdf",
    "application/vnd.wps-office.pdf",
    "binary/octet-stream",
    "application/octet-stream",
    "application/force-download",
    "application/x-download",
    "application/download",
    "application/msword",
    "application/vnd.ms-excel",
    "application/x-zip-compressed",
    "application/pkcs7-mime; smime-type=signed-data",
    "application/xml",
    "application/pdf",
    "application/acrobat",
    "unknown",
    "",
  ])("%j contradicts nothing", (claimed) => {
    for (const type of all) expect([type, fitsClaim(type, claimed)]).toEqual([type, true]);
  });

  test.for([
    "text/html",
    "image/svg+xml",
    "application/x-msdownload",
    "application/javascript",
    "application/vnd.android.package-archive",
  ])("%s does, always", (claimed) => {
    for (const type of all) expect([type, fitsClaim(type, claimed)]).toEqual([type, false]);
  });
});

test("no kind of file is kept that a browser would show as a page of ours", () => {
  expect(Object.values(fileTypes).filter((type) => /html|svg|javascript|^text\//.test(type))).toEqual([]);
  expect(readFileSync("lib/pages/evidence/show-media.ts", "utf8")).toContain("attachmentHeader(");
});
