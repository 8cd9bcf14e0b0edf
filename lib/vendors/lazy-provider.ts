import type { Provider } from "../model/provider.ts";
import type { Capabilities, Credentials, Numbers, Values } from "./vendor.ts";

/** What a number can do with these credentials. */
export function capabilitiesWith(numbers: Numbers, credentials: Credentials): Capabilities {
  const closed = numbers.credentials.flatMap(({ name, opens }) => (credentials[name] ? [] : (opens ?? [])));
  return { ...numbers.capabilities, ...Object.fromEntries(closed.map((capability) => [capability, false])) };
}

/** A number at a vendor, whose module is loaded with the first question to it. */
export function lazyProvider(
  name: string,
  numbers: Numbers,
  credentials: Credentials,
  values: Values,
): Provider {
  let made: Promise<Provider> | null = null;
  const load = () => {
    made ??= numbers.provider().then((create) => create(credentials, values));
    made.catch(() => {
      made = null;
    });
    return made;
  };
  const can = capabilitiesWith(numbers, credentials);
  return {
    name,
    maxInFlight: can.maxInFlight,
    send: async (message) => (await load()).send(message),
    messageInfo: async (id) => (await load()).messageInfo(id),
    channelStatus: async () => (await load()).channelStatus(),
    ...(can.lids && {
      phoneOfLid: async (lid) => (await load()).phoneOfLid!(lid),
      lidOfPhone: async (phone) => (await load()).lidOfPhone!(phone),
    }),
    ...(can.marksRead && {
      markRead: async (id, more) => (await load()).markRead!(id, more),
    }),
    ...(can.media && { mediaLink: async (id, source) => (await load()).mediaLink!(id, source) }),
    ...(can.connectionQr && { connectionQr: async () => (await load()).connectionQr!() }),
    ...(can.sentLog && { sentLog: async (page) => (await load()).sentLog!(page) }),
  };
}
