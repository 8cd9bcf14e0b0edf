/**
 * `Content-Disposition` under this name, for a download unless told otherwise: plain letters for old browsers, and the name itself as RFC 8187
 * writes it (RFC 6266, appendix D). Both are chosen from what is known to be harmless, after normalisation: it makes real
 * quotes, semicolons and backslashes of wide ones. A percent sign stays out of the plain one, which some browsers decode.
 */
export function attachmentHeader(fileName: string, how: "attachment" | "inline" = "attachment"): string {
  const clean =
    fileName
      .toWellFormed()
      .normalize("NFC")
      .replace(/[\p{Cc}\p{Cf}\s/\\:*?"<>|]+/gu, " ")
      .trim() || "file";
  const plain = clean
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^A-Za-z0-9 .,_()+-]+/g, "_");
  const exact = encodeURIComponent(clean).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
