/** What we keep: the kinds in which a bill, or a word about one, really comes. The first ending is the one a name gets. */
const kinds = {
  pdf: ["application/pdf", "pdf"],
  jpeg: ["image/jpeg", "jpg jpeg jpe jfif"],
  png: ["image/png", "png"],
  webp: ["image/webp", "webp"],
  heic: ["image/heic", "heic heif hif"],
  avif: ["image/avif", "avif"],
  tiff: ["image/tiff", "tiff tif"],
  gif: ["image/gif", "gif"],
  ogg: ["audio/ogg", "ogg oga opus"],
  mp3: ["audio/mpeg", "mp3"],
  m4a: ["audio/mp4", "m4a"],
  aac: ["audio/aac", "aac"],
  amr: ["audio/amr", "amr awb"],
  mp4: ["video/mp4", "mp4 m4v mov 3gp 3g2"],
  docx: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"],
  xml: ["application/xml", "xml"],
  p7m: ["application/pkcs7-mime", "p7m"],
  zip: ["application/zip", "zip"],
} as const;

export type FileType = keyof typeof kinds;

export const fileTypes = Object.fromEntries(
  Object.entries(kinds).map(([type, [mimeType]]) => [type, mimeType]),
) as { [Type in FileType]: (typeof kinds)[Type][0] };

/** All endings that a kept file may have by rights. */
export const keptEndings: ReadonlySet<string> = new Set(
  Object.values(kinds).flatMap(([, endings]) => endings.split(" ")),
);

/** The ending a name gets when it is saved. */
export function extensionOf(mimeType: string): string | null {
  const found = Object.values(kinds).find(([type]) => type === mimeType);
  return found ? found[1].split(" ")[0]! : null;
}
