import { Webhook } from "standardwebhooks";
import type { NoticeOutcome } from "./alert-store.ts";

export interface Receiver {
  url: string;
  /** `whsec_…`; null posts unsigned, as Slack cannot verify anyway. */
  secret: string | null;
}

const timeoutMs = 5_000;

/**
 * Posts one notice, signed as Standard Webhooks says
 * (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): 2xx is delivered, 410 wants no more,
 * everything else is tried again. A redirect is not followed: the body would go where nobody meant it to. Never throws;
 * `detail` names neither address nor secret, as Slack's address is one.
 */
export async function postNotice(
  { url, secret }: Receiver,
  id: string,
  body: object,
): Promise<{ outcome: NoticeOutcome; detail: string | null }> {
  const payload = JSON.stringify(body);
  const at = new Date();
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  };
  if (secret) headers["webhook-signature"] = new Webhook(secret).sign(id, at, payload);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: payload,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    response.body?.cancel().catch(() => {});
    if (response.ok) return { outcome: "delivered", detail: null };
    return { outcome: response.status === 410 ? "gone" : "failed", detail: `answered ${response.status}` };
  } catch (error) {
    const late = (error as Error).name === "TimeoutError";
    return { outcome: "failed", detail: late ? `no answer within ${timeoutMs} ms` : "could not be reached" };
  }
}
