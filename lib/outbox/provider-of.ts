import type { SupabaseClient } from "@supabase/supabase-js";
import { openSeal } from "../base/seal.ts";
import type { Config } from "../config.ts";
import type { Provider } from "../model/provider.ts";
import { capabilitiesWith, lazyProvider } from "../vendors/lazy-provider.ts";
import type { Credentials, TemplateDesk, Values } from "../vendors/vendor.ts";
import { type ChannelAccess, readAccess, type StoredAccess, sealContext } from "./channel-access.ts";
import type { ChannelVendor } from "./channel-vendors.ts";
import { refusingProvider } from "./refusing-provider.ts";

export interface Channels {
  /**
   * What sends for a channel, with that channel's credentials. `access`, where the caller was just told it, saves asking:
   * the same version is the same provider. Never one that sends with another's: without credentials it refuses.
   */
  providerOf(channel: string, access?: ChannelAccess): Promise<Provider>;
  /** Where a channel's texts are reviewed; in words why there is no such place. */
  templatesOf(channel: string): Promise<TemplateDesk | { problem: string }>;
  /** The secrets by which a vendor's webhooks are proved to be of a channel, one after the other. */
  proofs(vendor: string): Promise<{ channel: string; values: Values }[]>;
  /** Every secret of a channel that this process has opened, to be taken out of what is kept. */
  secrets(): string[];
}

/** Whoever guesses at the door makes no query each time, ms; a new channel's events wait so long at most. */
const proofsLastMs = 10_000;

type Opened = { credentials: Credentials } | { problem: string };

/** Providers of this process, made when first asked for and kept until their channel's credentials change. */
export function createChannels({
  db,
  config,
  vendors,
}: {
  db: SupabaseClient;
  config: Pick<Config, "channelKeys">;
  vendors: readonly ChannelVendor[];
}): Channels {
  const kept = new Map<string, { access: ChannelAccess; provider: Provider }>();
  const opened = new Set<string>();
  let stored: { at: number; all: Promise<StoredAccess[]> } | null = null;

  return { providerOf, templatesOf, proofs, secrets: () => [...opened] };

  async function providerOf(channel: string, access?: ChannelAccess): Promise<Provider> {
    const known = kept.get(channel);
    if (access && known && isSame(known.access, access)) return known.provider;
    const told = access?.isEnvironment ? { ...access, sealed: null } : (await readAccess(db, channel))[0];
    if (!told) return refusingProvider("none", "There is no such channel.");
    if (known && isSame(known.access, told)) return known.provider;
    const provider = make({ ...told, channel });
    kept.set(channel, { access: told, provider });
    return provider;
  }

  async function templatesOf(channel: string): Promise<TemplateDesk | { problem: string }> {
    const [access] = await readAccess(db, channel);
    const vendor = vendors.find(({ name }) => name === access?.vendor);
    if (!access || !vendor) return { problem: "There is no such channel." };
    const found = credentialsOf(vendor, access);
    if ("problem" in found) return found;
    const { numbers, values } = vendor;
    if (!numbers.templates || !capabilitiesWith(numbers, found.credentials).templates) {
      const missing = numbers.credentials.find(({ opens }) => opens?.includes("templates"));
      return { problem: `This channel lacks "${missing?.words.en.label ?? "templates"}".` };
    }
    return (await numbers.templates())(found.credentials, values);
  }

  function make(access: ChannelAccess & Pick<StoredAccess, "channel" | "sealed">): Provider {
    const vendor = vendors.find(({ name }) => name === access.vendor);
    if (!vendor) return refusingProvider(access.vendor, "This deployment does not know this vendor.");
    const found = credentialsOf(vendor, access);
    if ("problem" in found) return refusingProvider(vendor.name, found.problem);
    return lazyProvider(vendor.name, vendor.numbers, found.credentials, vendor.values);
  }

  function credentialsOf(
    vendor: ChannelVendor,
    { channel, isEnvironment, sealed }: ChannelAccess & Pick<StoredAccess, "channel" | "sealed">,
  ): Opened {
    if (sealed === null) {
      const credentials = isEnvironment ? vendor.numbers.fromEnvironment(vendor.values) : null;
      if (credentials) return { credentials };
      return { problem: isEnvironment ? vendor.whenMissing : "This channel has no credentials." };
    }
    const read = openSeal(config.channelKeys, sealed, sealContext(channel));
    if (read.kind !== "open") {
      return { problem: `No key of CHANNEL_KEYS opens its credentials: "${read.keyId}" sealed them.` };
    }
    const credentials = JSON.parse(read.text) as Credentials;
    for (const { name, isSecret } of vendor.numbers.credentials) {
      if (isSecret && credentials[name]) opened.add(credentials[name]);
    }
    return { credentials };
  }

  async function proofs(name: string): Promise<{ channel: string; values: Values }[]> {
    const vendor = vendors.find((one) => one.name === name);
    const asVariables = vendor?.numbers.asVariables;
    if (!vendor || !asVariables) return [];
    return (await allStored()).flatMap((access) => {
      if (access.vendor !== name || access.sealed === null) return [];
      const found = credentialsOf(vendor, access);
      return "credentials" in found
        ? [{ channel: access.channel, values: asVariables(found.credentials) }]
        : [];
    });
  }

  function allStored(): Promise<StoredAccess[]> {
    if (!stored || performance.now() - stored.at > proofsLastMs) {
      const all = readAccess(db);
      stored = { at: performance.now(), all };
      all.catch(() => {
        stored = null;
      });
    }
    return stored.all;
  }
}

function isSame(a: ChannelAccess, b: ChannelAccess): boolean {
  return a.vendor === b.vendor && a.version === b.version && a.isEnvironment === b.isEnvironment;
}
