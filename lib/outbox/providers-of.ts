import type { Provider } from "../model/provider.ts";
import type { Services } from "../services.ts";
import { readAccess } from "./channel-access.ts";

/** The providers of these rows' channels, each asked for once. */
export async function providersOf(
  { providerOf }: Pick<Services, "providerOf">,
  rows: readonly { channel: string }[],
): Promise<Map<string, Provider>> {
  const channels = [...new Set(rows.map(({ channel }) => channel))];
  return new Map(
    await Promise.all(channels.map(async (channel) => [channel, await providerOf(channel)] as const)),
  );
}

/** Every channel with what sends for it, in one question. Also retired ones: what they sent may still be looked up. */
export async function ableProviders({
  db,
  providerOf,
}: Pick<Services, "db" | "providerOf">): Promise<{ channel: string; provider: Provider }[]> {
  const all = await readAccess(db);
  return Promise.all(
    all.map(async (access) => ({
      channel: access.channel,
      provider: await providerOf(access.channel, access),
    })),
  );
}
