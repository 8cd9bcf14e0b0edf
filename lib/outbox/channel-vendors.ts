import type { Services } from "../services.ts";
import type { Capabilities, Numbers, Values, Vendor } from "../vendors/vendor.ts";
import type { VendorValues } from "../vendors/vendors.ts";

/** A vendor at which a channel may be, with what the environment says of it. */
export interface ChannelVendor {
  name: string;
  title: string;
  numbers: Numbers;
  values: Values;
  /** What to do where the environment's channel has no credentials there. */
  whenMissing: string;
}

export function channelVendors(list: readonly Vendor[], values: VendorValues): ChannelVendor[] {
  return list.flatMap(({ name, title, numbers, needs }) => {
    if (!numbers) return [];
    const [need] = needs;
    const whenMissing = need
      ? `${need.anyOf.join(" or ")} is not set: put ${need.value} there.`
      : `${title} is not configured.`;
    return [{ name, title, numbers, values: values[name] ?? {}, whenMissing }];
  });
}

/** What the environment says of its own channel: its account, and what a number there can do. */
export function environmentChannel({ channelVendors: vendors }: Pick<Services, "channelVendors">): {
  vendor: string | null;
  account: string | null;
  capabilities: Capabilities | null;
  maxInFlight: number;
} {
  const vendor = vendors.find(({ numbers, values }) => numbers.fromEnvironment(values)) ?? vendors[0];
  if (!vendor) return { vendor: null, account: null, capabilities: null, maxInFlight: 1 };
  const { numbers, values } = vendor;
  const credentials = numbers.fromEnvironment(values);
  const { capabilities } = numbers;
  return {
    vendor: vendor.name,
    account: credentials && numbers.account(credentials),
    capabilities,
    maxInFlight: capabilities.maxInFlight,
  };
}
