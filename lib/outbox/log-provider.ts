import type { SupabaseClient } from "@supabase/supabase-js";
import type { Provider } from "../model/provider.ts";
import type { Services } from "../services.ts";
import { refusingProvider } from "./refusing-provider.ts";

/** Of the reader's own channels, the first whose vendor tells what it sent; one that tells nothing where none does. */
export async function logProvider(
  client: SupabaseClient,
  { providerOf, channelVendors }: Pick<Services, "providerOf" | "channelVendors">,
): Promise<Provider> {
  const { data } = await client
    .from("channels")
    .select("id")
    .neq("state", "retired")
    .order("created_at")
    .order("id");
  const providers = await Promise.all((data ?? []).map(({ id }) => providerOf(String(id))));
  const silent = refusingProvider(channelVendors[0]?.name ?? "none", "No channel has a log of sends.");
  return providers.find(({ sentLog }) => sentLog) ?? providers[0] ?? silent;
}
