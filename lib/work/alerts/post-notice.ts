import { Webhook } from "standardwebhooks";
import type { NoticeOutcome } from "./alert-store.ts";
import { type Post, postJson, type Reply } from "./post-json.ts";

export interface Receiver extends Pick<Post, "url" | "resolveHost"> {
  /** `whsec_…`; null posts unsigned, as Slack cannot verify anyway. */
  secret: string | null;
}

export interface Told {
  outcome: NoticeOutcome;
  detail: string | null;
}

/** Posts one notice, signed as Standard Webhooks says (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md). Never throws. */
export function postNotice({ url, resolveHost, secret }: Receiver, id: string, body: object): Promise<Reply> {
  const payload = JSON.stringify(body);
  const at = new Date();
  const headers: Record<string, string> = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  };
  if (secret) headers["webhook-signature"] = new Webhook(secret).sign(id, at, payload);
  return postJson({ url, resolveHost, headers, payload });
}

/** 2xx is delivered, 410 wants no more, everything else is tried again. */
export function outcomeOf(reply: Reply): Told {
  if (reply.kind === "none") return { outcome: "failed", detail: reply.detail };
  const { status } = reply;
  if (status >= 200 && status < 300) return { outcome: "delivered", detail: null };
  return { outcome: status === 410 ? "gone" : "failed", detail: `answered ${status}` };
}
