import type { Provider } from "../../model/provider.ts";
import { exchangeJson } from "../shared/exchange-json.ts";
import { needsPhone, notTaken } from "../shared/unsupported.ts";
import { callOf, type Style } from "./call-of.ts";
import { sortSend } from "./sort-send.ts";

export interface CunnektOptions {
  apiKey: string;
  /** Of all calls; without it each goes where Cunnekt's documents have it. */
  baseUrl?: string | undefined;
  style: Style;
  /** The header that holds the key; what its style has unless told. */
  auth?: "api-key" | "bearer" | undefined;
  /** `/sendnotification` */
  templatePath?: string | undefined;
  /** `/replymessage` */
  replyPath?: string | undefined;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** One number at Cunnekt. Nothing is documented against a second send: one call, never repeated here. */
export function createCunnektProvider(options: CunnektOptions): Provider {
  const { apiKey, style, auth = style === "messages" ? "bearer" : "api-key" } = options;
  const headers: Record<string, string> =
    auth === "bearer" ? { authorization: `Bearer ${apiKey}` } : { "api-key": apiKey };
  const access = {
    headers,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? ((...call: Parameters<typeof fetch>) => globalThis.fetch(...call)),
  };
  return {
    name: "cunnekt",
    maxInFlight: 1,
    async send(message) {
      if (message.to === null) return needsPhone();
      const call = callOf(message.to, message, options);
      if ("problem" in call) return notTaken(call.problem);
      const { base, path, body } = call;
      return sortSend(await exchangeJson({ ...access, apiUrl: base }, "POST", path, body), apiKey);
    },
    // Its id came with the answer to the send.
    messageInfo: async () => ({
      kind: "not_yet",
      message: "Cunnekt tells of a message by its webhooks alone.",
    }),
    // No call that tells whether the number can send is documented.
    async channelStatus() {
      try {
        new Headers(headers);
      } catch {
        const message = "The configured API key has characters that no HTTP header can hold.";
        return { kind: "refused", pause: "bad_key", message };
      }
      return {
        kind: "unknown",
        untold: true,
        message: "Cunnekt tells nothing of a number: the next message shows whether it can send.",
      };
    },
  };
}
