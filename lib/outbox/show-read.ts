import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { Services } from "../services.ts";

/**
 * Lets the customer see that the signed-in person has read them; `typing`: and is writing. Where their number can show it and may.
 * Nobody waits for it, and nothing depends on it.
 */
export function showRead(
  services: Pick<Services, "background" | "providerOf" | "log">,
  client: SupabaseClient,
  contact: number,
  typing = false,
): void {
  services.background(async () => {
    try {
      const told = (await callRpc(client, "read_to_show", { contact, typing })) as {
        channel: string;
        whatsappId: string;
      } | null;
      if (!told) return;
      const provider = await services.providerOf(told.channel);
      await provider.markRead?.(told.whatsappId, { typing });
    } catch (error) {
      services.log.warn({ contact, err: error }, "a message could not be shown as read");
    }
  });
}
