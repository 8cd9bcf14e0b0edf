import { generatePlatformKeys, type PlatformKeys } from "../../scripts/platform/platform-keys.ts";
import { startChild } from "./child.ts";

export interface Gateway {
  url: string;
  keys: PlatformKeys;
  stop(): Promise<void>;
}

/** The Supabase API of one database, in another process: what answers does not share our event loop. */
export async function startGateway(databaseUrl: string): Promise<Gateway> {
  const keys = generatePlatformKeys();
  const child = await startChild<{ url: string }>(new URL("./gateway.ts", import.meta.url), {
    BENCH_DATABASE_URL: databaseUrl,
    BENCH_KEYS: JSON.stringify(keys),
  });
  return { url: child.ready.url, keys, stop: child.stop };
}
