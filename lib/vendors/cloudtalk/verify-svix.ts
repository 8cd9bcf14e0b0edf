import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { Problem } from "../../base/problem.ts";

/**
 * CloudTalk's native webhooks: HMAC-SHA256 over `id.timestamp.rawbody`, a five-minute window, base64 secret
 * behind `whsec_` (developers.cloudtalk.io/guides/webhooks, as cited by public integrations). That is
 * Standard Webhooks under Svix's header names; its own names are taken too.
 */
export function verifySvix(headers: Headers, rawBody: Uint8Array, secret: string | null): void {
  if (!secret) {
    throw new Problem(
      "not_configured",
      "CloudTalk's signing secret is not configured; set the webhook's whsec_… on the server.",
    );
  }
  const webhook = signer(secret);
  const named = (part: string) => headers.get(`svix-${part}`) ?? headers.get(`webhook-${part}`) ?? "";
  const signed = {
    "webhook-id": named("id"),
    "webhook-timestamp": named("timestamp"),
    "webhook-signature": named("signature"),
  };
  try {
    webhook.verify(Buffer.from(rawBody), signed, { jsonParse: false });
  } catch (cause) {
    const why = cause instanceof WebhookVerificationError ? cause.message : "unreadable signature";
    throw new Problem("unauthorized", `The webhook's signature does not verify (${why}).`, { cause });
  }
}

function signer(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (cause) {
    throw new Problem(
      "not_configured",
      "CloudTalk's signing secret is not a whsec_… in base64; copy it again.",
      {
        cause,
      },
    );
  }
}
