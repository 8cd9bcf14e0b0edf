import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { Provider } from "../model/provider.ts";
import { ownWorkspace } from "../people/own-workspace.ts";
import type { Services } from "../services.ts";
import { refusingProvider } from "./refusing-provider.ts";

/** Of the reader's own channels, the first whose vendor tells what it sent; one that tells nothing where none does. */
export async function logProvider(
  client: SupabaseClient,
  { providerOf, channelVendors }: Pick<Services, "providerOf" | "channelVendors">,
): Promise<Provider> {
  const workspace = await ownWorkspace(client);
  const channels = await (callRpc(client, "channel_list", { workspace }) as Promise<
    { id: string; state: string }[]
  >);
  const inUse = channels.filter(({ state }) => state !== "retired");
  const providers = await Promise.all(inUse.map(({ id }) => providerOf(id)));
  const silent = refusingProvider(channelVendors[0]?.name ?? "none", "No channel has a log of sends.");
  return providers.find(({ sentLog }) => sentLog) ?? providers[0] ?? silent;
}
