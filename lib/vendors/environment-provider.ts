import type { Provider } from "../model/provider.ts";
import { lazyProvider } from "./lazy-provider.ts";
import type { Vendor } from "./vendor.ts";
import type { VendorValues } from "./vendors.ts";

/** The provider behind the default channel: of the first vendor whose keys the environment has. Without one it refuses, and the channel pauses. */
export function environmentProvider(list: readonly Vendor[], values: VendorValues): Provider {
  for (const { name, numbers } of list) {
    const credentials = numbers?.fromEnvironment(values[name] ?? {});
    if (numbers && credentials) return lazyProvider(name, numbers, credentials);
  }
  return refusingProvider(list.find(({ numbers }) => numbers));
}

function refusingProvider(vendor: Vendor | undefined): Provider {
  const need = vendor?.needs[0];
  const message = need
    ? `${need.anyOf.join(" or ")} is not set: put ${need.value} there.`
    : "No vendor of WhatsApp numbers is configured.";
  return {
    name: vendor?.name ?? "none",
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
