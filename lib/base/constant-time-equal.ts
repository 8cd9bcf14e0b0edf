import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Compares secrets without telling by its duration where, or in length, they differ.
 * Hashing first gives `timingSafeEqual` the equal lengths that it insists on.
 */
export function constantTimeEqual(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
