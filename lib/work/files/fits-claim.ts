import type { FileType } from "./file-types.ts";

/** What a page, a script or a program calls itself. Who sends a bill so wants it opened as one. */
const runs = [
  /^(text\/(html|javascript|x-.*)|image\/svg.*)$/,
  /^application\/(xhtml.*|.*javascript|ecmascript|hta|.*java-archive|vnd\.android\.package-archive)$/,
  /^application\/(.*msdos.*|.*dosexec|x-ms(download|i|installer)|vnd\.microsoft\.portable-executable)$/,
  /^application\/x-(sh|csh|bat|executable|elf|httpd-php|php|python.*|perl)$/,
];

const heard: FileType[] = ["ogg", "mp3", "m4a", "aac", "amr", "mp4"];
const films: FileType[] = ["mp4", "m4a", "ogg", "gif", "webp"];

/**
 * Whether the type that a message claims is no contradiction to what its bytes are, by which it is kept and served. Phones
 * call PNGs JPEG, voice notes Ogg, MP3 or MP4, photos PDF, and PDFs whatever program last held them:
 * `application/wps-office.pdf`, `application/msword`, `binary/octet-stream`, `application/force-download`.
 */
export function fitsClaim(type: FileType, claimed: string | null): boolean {
  const word = (claimed ?? "").split(";")[0]!.trim().toLowerCase();
  if (runs.some((kind) => kind.test(word))) return false;
  const family = word.split("/")[0]!;
  if (family === "image") return !heard.includes(type);
  if (family === "audio") return heard.includes(type);
  return family !== "video" || films.includes(type);
}
