import { type FileType, fileTypes } from "./file-types.ts";

const shown: FileType[] = ["jpeg", "png", "webp", "gif", "pdf", "ogg", "mp3", "m4a", "mp4"];

/**
 * What a browser shows inside a page of ours: pictures, sound and film that run nothing, and PDFs, whose viewer keeps their
 * scripts to itself. By the type that the bytes have, never the one that their sender claims. HEIC, TIFF and AMR are shown by
 * few browsers, XML and Office by none: these are saved.
 */
export const shownTypes: ReadonlySet<string> = new Set(shown.map((type) => fileTypes[type]));
