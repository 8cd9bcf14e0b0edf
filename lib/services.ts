import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { waitUntil } from "@vercel/functions";
import { type Log, log } from "./base/log.ts";
import { type Config, readConfig } from "./config.ts";
import { createFormKeys, type FormKeys } from "./inbox/form-keys.ts";
import { createFieldMapping, type KeptFieldMapping } from "./inbox/kept-field-mapping.ts";
import { type ChannelVendor, channelVendors } from "./outbox/channel-vendors.ts";
import { type Channels, createChannels } from "./outbox/provider-of.ts";
import type { Vendor } from "./vendors/vendor.ts";
import { vendors } from "./vendors/vendors.ts";
import type { ResolveHost } from "./work/files/download-file.ts";

/** Everything a door needs from outside itself; tests hand in their own. */
export interface Services {
  config: Config;
  /** Everybody whom we speak with. */
  vendors: readonly Vendor[];
  /** Signs in as the service: bypasses row-level security, so only for writers and the clock. */
  db: SupabaseClient;
  /** How supabase-js reaches Supabase; undefined is the global fetch. */
  supabaseFetch: typeof fetch;
  /** The vendors at which channels may be. */
  channelVendors: readonly ChannelVendor[];
  channels: Channels;
  /** What sends for a channel, with that channel's credentials. */
  providerOf: Channels["providerOf"];
  /** Secrets of single lead forms. */
  formKeys: FormKeys;
  log: Log;
  /** Starts work that may run on after the response; not durable, so only ever a nudge. */
  background(work: () => Promise<unknown>): void;
  sleep(ms: number): Promise<void>;
  /** Which field of customer-written bodies is which. */
  fieldMapping: KeptFieldMapping;
  /** Where a host name leads, for addresses that others name. */
  resolveHost: ResolveHost;
}

/** Longest wait for one database call, ms. Past it the door answers 503 and the sender tries again. */
const databaseTimeoutMs = 10_000;
/** For a file of 25 MB on its way to or from Storage. */
const storageTimeoutMs = 30_000;

export function createServices(
  env: Record<string, string | undefined>,
  own: Partial<Services> = {},
): Services {
  const list = own.vendors ?? vendors;
  const config = own.config ?? readConfig(env, list);
  const outside = own.supabaseFetch ?? fetch;
  const supabaseFetch: typeof fetch = (input, init) => {
    const isFile = `${input instanceof Request ? input.url : input}`.includes("/storage/v1/");
    const limitMs = isFile ? storageTimeoutMs : databaseTimeoutMs;
    return outside(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(limitMs) });
  };
  const db =
    own.db ??
    createClient(config.supabaseUrl, config.secretKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { fetch: supabaseFetch },
    });
  const numbersAt = own.channelVendors ?? channelVendors(list, config.vendors);
  const channels = own.channels ?? createChannels({ db, config, vendors: numbersAt });
  return {
    config,
    vendors: list,
    db,
    channelVendors: numbersAt,
    channels,
    providerOf: channels.providerOf,
    formKeys: createFormKeys({ db, config }),
    fieldMapping: createFieldMapping(db),
    log,
    background: (work) => waitUntil(work()),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    // Loaded with the first file: few webhooks bring one.
    resolveHost: async (hostname) => (await import("./work/files/download-file.ts")).resolveHost(hostname),
    ...own,
    supabaseFetch,
  };
}

let production: Services | undefined;

/** The services of this process, made at the first request so that a bad environment answers 503 instead of crashing. */
export function productionServices(): Services {
  production ??= createServices(process.env);
  return production;
}
