import type { Provider } from "../model/provider.ts";

/** Stands for a channel without credentials that work: nothing leaves, and the channel pauses and says why. */
export function refusingProvider(name: string, message: string): Provider {
  return {
    name,
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
