/**
 * `Content-Disposition` for a download under this name: plain letters for old browsers, and the name itself as RFC 5987
 * writes it (RFC 6266, appendix D).
 */
export function attachmentHeader(fileName: string): string {
  const clean = fileName.replace(/[\p{Cc}\s/\\:*?"<>|]+/gu, " ").trim() || "file";
  const plain = clean
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\x20-\x7e]+/g, "_");
  const exact = encodeURIComponent(clean.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
