import { extensionOf } from "./file-types.ts";

/**
 * What a customer's file is called when it is saved: their own name for it, as far as it is safe, with the ending of what it
 * really is. A PDF's mark at the start of a page or a script does not stop a computer from running it by its ending.
 */
export function savedName(given: string | null, message: number, mimeType: string): string {
  const ending = extensionOf(mimeType) ?? "bin";
  const stem = (given ?? "")
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/[\p{Cc}\p{Cf}"\\/:;*?<>|]+/gu, " ")
    .trim()
    .slice(0, 100);
  return `${stem || `file-${message}`}.${ending}`.toWellFormed();
}
