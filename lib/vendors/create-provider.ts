import type { Config } from "../config.ts";
import type { Provider } from "../model/provider.ts";
import { createWasenderProvider } from "./wasender/create-wasender-provider.ts";

/** The provider behind the default channel, from the environment. Without a key it refuses, and the channel pauses. */
export function createProvider(config: Config): Provider {
  if (config.whatsappApiToken) {
    const { wasenderPersonalToken: personalToken, wasenderSessionId: sessionId } = config;
    return createWasenderProvider({
      apiUrl: config.whatsappApiUrl,
      apiKey: config.whatsappApiToken,
      log: personalToken && sessionId ? { personalToken, sessionId } : null,
    });
  }
  const message = "WHATSAPP_API_TOKEN is not set: put the Wasender session's API key there.";
  return {
    name: "wasender",
    maxInFlight: 1,
    send: async () => ({
      kind: "not_sent",
      code: "bad_key",
      message,
      httpStatus: null,
      retryAfterMs: null,
      pause: "bad_key",
    }),
    messageInfo: async () => ({ kind: "not_yet", message }),
    channelStatus: async () => ({ kind: "refused", pause: "bad_key", message }),
  };
}
