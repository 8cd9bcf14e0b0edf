import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { Vendor } from "../../vendors/vendor.ts";

/** What of the first steps is done, as `public.first_steps` answers it. */
export interface FirstSteps {
  /** A call or a message came: there is more to show than steps. */
  received: boolean;
  channel: boolean;
  call: boolean;
  text: boolean;
  invite: boolean;
  /** Names of who may do what a reader may not. */
  managers: string[];
  admins: string[];
}

/** Null for who is no member of a workspace. */
export function readFirstSteps(client: SupabaseClient): Promise<FirstSteps | null> {
  return callRpc(client, "first_steps", {}) as Promise<FirstSteps | null>;
}

/** Where those who tell of calls post them: the vendor's title, and the address under `origin`. */
export function callAddresses(
  vendors: readonly Vendor[],
  origin: string,
): [title: string, address: string][] {
  return vendors.flatMap(({ title, events }) => {
    const webhook = events?.brings === "calls" ? events.webhooks[0] : undefined;
    return webhook ? [[title, `${origin}${webhook.path}`] as [string, string]] : [];
  });
}
