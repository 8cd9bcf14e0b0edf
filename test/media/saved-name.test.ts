import { expect, test } from "vitest";
import { savedName } from "../../lib/media/saved-name.ts";

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
  [`${"x".repeat(99)}😀`, "application/pdf", `${"x".repeat(99)}\uFFFD.pdf`],
] as const)("%j of %s is saved as %j", ([given, type, name]) => {
  expect(savedName(given, 7, type)).toBe(name);
});
