import type { OutgoingMedia } from "../../model/content.ts";

/** An uploaded file lives for 30 days (docs, media); no process of ours does. */
const lastsMs = 24 * 60 * 60 * 1000;
const most = 200;

/** Ids of what this process has uploaded, by the file: one that goes to many people is uploaded once. */
export interface UploadedFiles {
  /** Asks for an upload where there is none; null where that failed. */
  idOf(media: OutgoingMedia, upload: () => Promise<string | null>): Promise<string | null>;
  forget(media: OutgoingMedia): void;
}

export function createUploadedFiles(now: () => number = Date.now): UploadedFiles {
  const kept = new Map<string, { at: number; id: Promise<string | null> }>();
  return {
    async idOf(media, upload) {
      const key = keyOf(media);
      const known = kept.get(key);
      if (known && now() - known.at < lastsMs) return known.id;
      const id = upload();
      kept.delete(key);
      kept.set(key, { at: now(), id });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      if ((await id) === null) kept.delete(key);
      return id;
    },
    forget: (media) => void kept.delete(keyOf(media)),
  };
}

/** The address without what signs it, which differs each time. */
function keyOf({ url, mimeType, fileName }: OutgoingMedia): string {
  return JSON.stringify([url?.split("?")[0], mimeType, fileName]);
}
