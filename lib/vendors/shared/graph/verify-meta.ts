import { createHmac } from "node:crypto";
import { constantTimeEqual } from "../../../base/constant-time-equal.ts";
import { Problem } from "../../../base/problem.ts";

/** `X-Hub-Signature-256` as Meta makes it: over the bytes, which hold `\u00e8` and the like as they are sent (docs, webhooks). */
export function signMeta(rawBody: Uint8Array | string, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(rawBody).digest("hex")}`;
}

/** `variable`: the one that holds the secret, for whoever reads the refusal. Throws Problem: `not_configured` 503, `unauthorized` 401. */
export function verifySignature(
  headers: Headers,
  rawBody: Uint8Array,
  appSecret: string | null,
  variable: string,
): void {
  if (!appSecret) {
    throw new Problem(
      "not_configured",
      `No app secret of Meta is configured, so nothing from Meta can be trusted: set ${variable} first.`,
    );
  }
  const given = headers.get("x-hub-signature-256")?.trim() ?? "";
  if (!constantTimeEqual(given, signMeta(rawBody, appSecret))) {
    throw new Problem(
      "unauthorized",
      `X-Hub-Signature-256 is missing or not made with our app secret: compare ${variable} with the app's.`,
    );
  }
}

/** `hub.mode=subscribe` with our token is answered with `hub.challenge` (docs, webhooks). */
export function verifyHandshake(
  { searchParams }: URL,
  verifyToken: string | null,
  variable: string,
): Response {
  if (!verifyToken) {
    throw new Problem("not_configured", `No verify token for Meta is configured: set ${variable} first.`);
  }
  const isRight = constantTimeEqual(searchParams.get("hub.verify_token") ?? "", verifyToken);
  if (!isRight || searchParams.get("hub.mode") !== "subscribe") {
    throw new Problem("forbidden", `This is not our verify token: give Meta the text of ${variable}.`);
  }
  return new Response(searchParams.get("hub.challenge"), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
