import { createHash } from "node:crypto";

/** The stamp of the snapshot behind a refreshed part, and a hash of the part. */
export interface LiveTag {
  /** Null where it was made while somebody wrote. */
  stamp: string | null;
  hash: string | null;
}

/** `123.29384756~hash`, as the page gives it back with its next question. */
export function liveTag(stamp: string | null, part: string): string {
  const hash = createHash("sha256").update(part).digest("base64url").slice(0, 22);
  return `${stamp ?? ""}~${hash}`;
}

export function readLiveTag(tag: string | undefined): LiveTag {
  const [, stamp, hash] = /^(\d{1,20}\.\d{1,12})?~([\w-]{22})$/.exec(tag ?? "") ?? [];
  return { stamp: stamp ?? null, hash: hash ?? null };
}
