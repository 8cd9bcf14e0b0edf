import type { Services } from "../services.ts";
import { capabilitiesWith } from "../vendors/lazy-provider.ts";
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

/** A channel that the environment is complete for, as `configure_default_channel` takes it. */
export interface EnvironmentChannel {
  vendor: string;
  name: string;
  account: string | null;
  capabilities: Capabilities;
  maxInFlight: number;
  /** Its vendor's own pace; absent: the environment's (WHATSAPP_MIN_INTERVAL_SECONDS, …). */
  minIntervalMs?: number;
  dailyLimit?: number;
  jitterMs?: number;
  warmUpDays?: number;
}

/** Of each vendor whose variables are set, what the environment says of its number. */
export function environmentChannels({
  channelVendors: vendors,
}: Pick<Services, "channelVendors">): EnvironmentChannel[] {
  return vendors.flatMap(({ name, title, numbers, values }, n) => {
    const credentials = numbers.fromEnvironment(values);
    if (!credentials) return [];
    return {
      vendor: name,
      // The first one is what a company without a second calls its number.
      name: n === 0 ? "WhatsApp" : title,
      account: numbers.account(credentials),
      capabilities: capabilitiesWith(numbers, credentials),
      maxInFlight: numbers.capabilities.maxInFlight,
      ...firstPace(numbers),
    };
  });
}

/** What a new number starts with, where its vendor has a pace of its own. */
export function firstPace({ pace }: Numbers): Partial<EnvironmentChannel> {
  return pace ? { ...pace, jitterMs: 0, warmUpDays: 0 } : {};
}
