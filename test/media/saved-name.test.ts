import { expect, test } from "vitest";
import { savedName } from "../../lib/work/files/saved-name.ts";

/** The sender names the file, and what it is called decides what a computer does with it. */
test.for([
  ["bolletta.pdf", "application/pdf", "bolletta.pdf"],
  ["bolletta.pdf.hta", "application/pdf", "bolletta.pdf.pdf"],
  ["bolletta.html", "application/pdf", "bolletta.pdf"],
  ["bolletta", "image/jpeg", "bolletta.jpg"],
  ["../../.bashrc", "application/pdf", ".. .. .bashrc.pdf"],
  ["C:\\Windows\\x.exe", "image/png", "C Windows x.png"],
  ["bolletta\u202Efdp.exe", "application/pdf", "bolletta fdp.pdf"],
  ["a\0b\r\nc", "application/pdf", "a b c.pdf"],
  ["   ", "application/pdf", "file-7.pdf"],
  [null, "text/html", "file-7.bin"],
  ["Bolletta 11.2026", "application/pdf", "Bolletta 11.2026.pdf"],
  ["Bolletta n.12345", "application/pdf", "Bolletta n.12345.pdf"],
  ["bolletta.v2", "application/pdf", "bolletta.v2.pdf"],
  ["Fattura Rossi S.r.l", "application/pdf", "Fattura Rossi S.r.l.pdf"],
  ["bolletta.PDF", "application/pdf", "bolletta.pdf"],
  ["foto.jpeg", "image/jpeg", "foto.jpg"],
  ["scansione.TIF", "image/tiff", "scansione.tiff"],
  ["bolletta.pdf", "image/jpeg", "bolletta.jpg"],
  ["IT01234567890_00001.xml", "application/xml", "IT01234567890_00001.xml"],
  ["IT01234567890_00001.xml.p7m", "application/pkcs7-mime", "IT01234567890_00001.xml.p7m"],
  ["bolletta.pdf", "application/pkcs7-mime", "bolletta.pdf.p7m"],
  ["bollette.zip", "application/zip", "bollette.zip"],
  ["nota.opus", "audio/ogg", "nota.ogg"],
  [`${"x".repeat(99)}😀`, "application/pdf", `${"x".repeat(99)}\uFFFD.pdf`],
] as const)("%j of %s is saved as %j", ([given, type, name]) => {
  expect(savedName(given, 7, type)).toBe(name);
});
