import { extensionOf, keptEndings } from "./file-types.ts";

/** Endings of files that we do not keep: one of them on what we did keep is wrong. All others are part of the name. */
const otherEndings = new Set(
  "bat bin bmp cmd com dat doc dot exe hta htm html jar js jse lnk msi odt ps1 rtf scr svg tmp txt vbs wsf xhtml xls xlt".split(
    " ",
  ),
);

/**
 * What a customer's file is called when it is saved: their own name for it, as far as it is safe, with the ending of what it
 * really is. A PDF's mark at the start of a page or a script does not stop a computer from running it by its ending.
 * `Bolletta 11.2026` has no ending, and `fattura.xml.p7m` keeps what was signed.
 */
export function savedName(given: string | null, message: number, mimeType: string): string {
  const ending = extensionOf(mimeType) ?? "bin";
  const safe = (given ?? "")
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}"\\/:;*?<>|]+/gu, " ")
    .trim();
  const [, stem = safe, last = ""] = /^(.*)\.([a-z0-9]{1,5})$/is.exec(safe) ?? [];
  const said = last.toLowerCase();
  const isEnding = ending === "p7m" ? said === "p7m" : keptEndings.has(said) || otherEndings.has(said);
  const name = (isEnding ? stem : safe).slice(0, 100).toWellFormed().trim();
  return `${name || `file-${message}`}.${ending}`;
}
