import { createHmac } from "node:crypto";
import { constantTimeEqual } from "../../lib/base/constant-time-equal.ts";
import { Problem } from "../../lib/base/problem.ts";

/** The signature that Pretend would send with this body. */
export function signPretend(body: Uint8Array | string, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

/** Its handshake shows the secret itself, its deliveries a signature by it. Throws Problem. */
export function verifyPretend(given: string, secret: string | undefined, rawBody?: Uint8Array): void {
  if (!secret) throw new Problem("not_configured", "Pretend's secret is not configured; set PRETEND_SECRET.");
  const wanted = rawBody ? signPretend(rawBody, secret) : secret;
  if (!constantTimeEqual(given, wanted)) {
    throw new Problem(
      rawBody ? "unauthorized" : "forbidden",
      "This does not come from Pretend, or with another secret.",
    );
  }
}
