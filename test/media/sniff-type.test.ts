import { describe, expect, test } from "vitest";
import { fitsClaim } from "../../lib/work/files/fits-claim.ts";
import { sniffType } from "../../lib/work/files/sniff-type.ts";
import * as files from "./files.ts";

describe("the kind of a file is what its bytes say", () => {
  test.for([
    ["pdf", files.pdfFile],
    ["jpeg", files.jpegFile],
    ["png", files.pngFile],
    ["webp", files.webpFile],
    ["heic", files.heicFile],
    ["gif", files.gifFile],
    ["ogg", files.oggFile],
    ["mp3", files.mp3File],
    ["mp3", files.bareMp3File],
    ["mp4", files.mp4File],
    ["m4a", files.m4aFile],
    ["aac", files.aacFile],
    ["amr", files.amrFile],
    ["tiff", files.tiffFile],
    ["avif", files.avifFile],
    ["xml", files.invoiceFile],
    ["docx", files.docxFile],
    ["xlsx", files.xlsxFile],
  ] as const)("%s", ([type, bytes]) => {
    expect(sniffType(bytes)).toBe(type);
  });

  test("a PDF behind blanks and a byte-order mark is one", () => {
    expect(sniffType(new Uint8Array(Buffer.from("\xef\xbb\xbf\r\n%PDF-1.4", "latin1")))).toBe("pdf");
  });

  test.for([
    ["a page", files.htmlFile],
    ["a page that hides the mark of a PDF", files.htmlWithPdfInside],
    ["a drawing with a script", files.svgFile],
    ["a program", files.exeFile],
    ["an archive", files.zipFile],
    ["a document with macros", files.macroFile],
    ["UTF-16 text", new Uint8Array([0xff, 0xfe, 0x3c, 0])],
    ["a cut-off mark", new Uint8Array([0x25, 0x50])],
    ["nothing", new Uint8Array()],
  ] as const)("%s is none of those we keep", ([, bytes]) => {
    expect(sniffType(bytes)).toBeNull();
  });
});

test.for([
  ["pdf", "application/pdf", true],
  ["pdf", null, true],
  ["pdf", "application/octet-stream", true],
  ["pdf", "application/x-pdf", true],
  ["png", "image/jpeg", true],
  ["ogg", "audio/ogg; codecs=opus", true],
  ["mp4", "audio/mp4", true],
  ["mp4", "video/3gpp", true],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true],
  ["jpeg", "application/pdf", true],
  ["pdf", "image/jpeg", true],
  ["mp4", "image/png", false],
  ["pdf", "text/html", false],
] as const)("%s claimed as %s: fits is %s", ([type, claimed, fits]) => {
  expect(fitsClaim(type, claimed)).toBe(fits);
});
