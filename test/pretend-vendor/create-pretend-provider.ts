import type { Provider, SendOutcome } from "../../lib/model/provider.ts";
import { asText } from "../../lib/vendors/shared/as-text.ts";
import { type Exchange, exchangeJson } from "../../lib/vendors/shared/exchange-json.ts";
import { staffText } from "../../lib/vendors/shared/staff-text.ts";
import { unsupported } from "../../lib/vendors/shared/unsupported.ts";

export interface PretendOptions {
  apiUrl: string;
  apiKey: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** One number at Pretend. */
export function createPretendProvider(options: PretendOptions): Provider {
  const { apiUrl, apiKey, timeoutMs = 10_000 } = options;
  const access = {
    apiUrl,
    timeoutMs,
    headers: { "x-api-key": apiKey },
    fetch: options.fetch ?? ((...call: Parameters<typeof fetch>) => globalThis.fetch(...call)),
  };
  return {
    name: "pretend",
    maxInFlight: 3,
    async send({ to, content, reference }) {
      if (content.kind !== "text") return unsupported(content.kind);
      const { text } = content;
      return sortSend(await exchangeJson(access, "POST", "/send", { to, text, reference }), apiKey);
    },
    async messageInfo(id) {
      const answer = await exchangeJson(access, "GET", `/messages/${encodeURIComponent(id.toWellFormed())}`);
      const whatsappId = answer.kind === "answer" ? asText(answer.body.whatsappId) : null;
      if (whatsappId === null) return { kind: "not_yet", message: "Pretend does not know it yet." };
      return { kind: "found", whatsappId, status: null, chat: { phone: null, lid: null } };
    },
    async channelStatus() {
      const answer = await exchangeJson(access, "GET", "/number");
      if (answer.kind === "no_answer") {
        const message = `Pretend does not answer: ${staffText(answer.text, apiKey)}.`;
        return answer.failure === "bad_key"
          ? { kind: "refused", pause: "bad_key", message }
          : { kind: "unknown", message };
      }
      if (answer.status === 401)
        return { kind: "refused", pause: "bad_key", message: "Pretend refuses the key." };
      if (answer.status !== 200) return { kind: "unknown", message: `Pretend says HTTP ${answer.status}.` };
      return { kind: "status", status: answer.body.isLive === true ? "connected" : "disconnected" };
    },
  };
}

/** `{error: {code, text}}` says why; without a code of its own the status does. */
function sortSend(answer: Exchange, apiKey: string): SendOutcome {
  if (answer.kind === "no_answer") {
    const { failure, status: httpStatus } = answer;
    const words = staffText(answer.text, apiKey);
    if (failure === "bad_key" || failure === "unreachable") {
      const message = `Pretend can't be reached: ${words}.`;
      const pause = failure === "bad_key" ? failure : null;
      return { kind: "not_sent", code: failure, message, httpStatus, retryAfterMs: null, pause };
    }
    const message = `Nobody knows whether Pretend took it: ${words}.`;
    return { kind: "uncertain", code: failure, message, httpStatus };
  }
  const { status: httpStatus, body, headers } = answer;
  const id = asText(body.id);
  if (httpStatus === 200 && id !== null) {
    return { kind: "accepted", providerMessageId: id, httpStatus, retryAfterMs: null };
  }
  const message = `Pretend says no (HTTP ${httpStatus}).`;
  if (httpStatus === 401) {
    return { kind: "not_sent", code: "bad_key", message, httpStatus, retryAfterMs: null, pause: "bad_key" };
  }
  if (httpStatus === 429) {
    const retryAfterMs = Number(headers.get("retry-after") ?? 0) * 1000 || null;
    return { kind: "not_sent", code: "rate_limited", message, httpStatus, retryAfterMs, pause: null };
  }
  if (httpStatus >= 400 && httpStatus < 500) return { kind: "failed", code: "refused", message, httpStatus };
  return {
    kind: "uncertain",
    code: httpStatus >= 500 ? "server_error" : "unreadable_answer",
    message,
    httpStatus,
  };
}
