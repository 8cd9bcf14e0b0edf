import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";

/** Whom we wrote to shortly before somebody without a number wrote; at is ISO 8601. */
export interface ProposedPerson {
  contact: number;
  name: string | null;
  company: string | null;
  phone: string | null;
  askedAt: string;
}

/** At most three. */
export function readProposed(client: SupabaseClient, contact: number): Promise<ProposedPerson[]> {
  return callRpc(client, "proposed_people", { contact }) as unknown as Promise<ProposedPerson[]>;
}
