import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

/**
 * Signs a native webhook the way CloudTalk does: HMAC over `id.timestamp.body` under svix names. The id
 * stays the same over all attempts, the time does not.
 */
export function svixHeaders(secret: string, now: () => number): (rawBody: string) => Record<string, string> {
  const id = `msg_${randomBytes(12).toString("hex")}`;
  return (rawBody) => {
    const at = new Date(now());
    return {
      "svix-id": id,
      "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
      "svix-signature": new Webhook(secret).sign(id, at, rawBody),
    };
  };
}
