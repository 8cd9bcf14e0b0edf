/** What we keep: the kinds in which a bill, or a word about one, really comes. */
export const fileTypes = {
  pdf: "application/pdf",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  heic: "image/heic",
  gif: "image/gif",
  ogg: "audio/ogg",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

export type FileType = keyof typeof fileTypes;

/** The ending a name gets when it is saved. */
export function extensionOf(mimeType: string): string | null {
  const [found] = Object.entries(fileTypes).find(([, type]) => type === mimeType) ?? [];
  return found === undefined ? null : found === "jpeg" ? "jpg" : found;
}
