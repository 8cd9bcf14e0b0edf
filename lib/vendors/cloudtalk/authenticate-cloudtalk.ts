import { constantTimeEqual } from "../../base/constant-time-equal.ts";
import { Problem } from "../../base/problem.ts";
import { verifySvix } from "./verify-svix.ts";

export interface CloudtalkRequest {
  headers: Headers;
  url: URL;
  rawBody: Uint8Array;
}

export interface CloudtalkSecrets {
  /** The constant that the customer puts into the workflow's header or URL. */
  webhookSecret: string | null;
  /** `whsec_…` of the native webhook. */
  signingSecret: string | null;
}

const signatureHeaders = ["svix-id", "svix-timestamp", "svix-signature", "webhook-signature"];

/**
 * Native webhooks sign Svix-style. Workflow Automation and VoiceAgent results sign nothing, but a workflow
 * may carry fixed headers (help.cloudtalk.io/en/articles/5649782-actions), hence a shared secret; the query
 * is for what cannot set headers.
 */
export function authenticateCloudtalk(
  request: CloudtalkRequest,
  secrets: CloudtalkSecrets,
): "workflow" | "native" {
  if (signatureHeaders.some((name) => request.headers.has(name))) {
    verifySvix(request.headers, request.rawBody, secrets.signingSecret);
    return "native";
  }
  verifySharedSecret(request, secrets.webhookSecret);
  return "workflow";
}

function verifySharedSecret({ headers, url }: CloudtalkRequest, secret: string | null): void {
  if (!secret) {
    throw new Problem(
      "not_configured",
      "CloudTalk's webhook secret is not configured; set it on the server.",
    );
  }
  const given = [
    /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1],
    headers.get("x-webhook-secret"),
    url.searchParams.get("secret"),
  ].filter((text) => typeof text === "string");
  if (!given.some((text) => constantTimeEqual(text, secret))) {
    throw new Problem(
      "unauthorized",
      given.length === 0
        ? "The webhook secret is missing; send it as Authorization: Bearer, X-Webhook-Secret or ?secret=."
        : "The webhook secret is wrong; compare it with the server's.",
    );
  }
}
