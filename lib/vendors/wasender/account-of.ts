import { createHash } from "node:crypto";

/**
 * What a session is known by: a digest of its API key, which events bring whole as `sessionId` (Wasender docs,
 * webhook-message-update). The key itself is a secret, and is kept nowhere in the clear.
 */
export function accountOf(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("hex").slice(0, 16);
}
