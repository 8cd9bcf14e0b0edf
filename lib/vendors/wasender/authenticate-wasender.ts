import { constantTimeEqual } from "../../base/constant-time-equal.ts";
import { Problem } from "../../base/problem.ts";

/**
 * `X-Webhook-Signature` is the shared secret itself: no HMAC, the body is not covered (Wasender docs,
 * webhook-setup). The dashboard lets the secret be empty, and then no usable header comes: refused here.
 */
export function authenticateWasender(headers: Headers, secret: string | null): void {
  const expected = secret?.trim() ?? "";
  if (expected === "") {
    throw new Problem(
      "not_configured",
      "No Wasender webhook secret is configured, so nothing from Wasender can be trusted: set it first.",
    );
  }
  const given = headers.get("x-webhook-signature");
  if (given === null || given === "") {
    throw new Problem(
      "unauthorized",
      "The X-Webhook-Signature header is missing: set the webhook secret of the session in Wasender.",
    );
  }
  if (!constantTimeEqual(given, expected)) {
    throw new Problem(
      "unauthorized",
      "The X-Webhook-Signature header is not our webhook secret: make both ends use the same one.",
    );
  }
}
