import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { CallFilters } from "./call-filters.ts";

/** A call as the list shows it; times are ISO 8601. */
export interface CallRow {
  id: number;
  at: string;
  contact: number | null;
  name: string | null;
  company: string | null;
  phone: string | null;
  phoneRaw: string | null;
  /** As the vendor names them. */
  agent: string | null;
  direction: string | null;
  seconds: number | null;
  ended: boolean;
  shouldSend: boolean;
  code: string;
  reason: string;
  evidence: "reply" | "attachment" | "confirmed" | null;
  silence: "erased" | "blocked" | "opted_out" | null;
  /** They said something that looks like a no, and nobody judged it. */
  refused: boolean;
  message: {
    id: number;
    status: string;
    reasonCode: string | null;
    reason: string | null;
    /** Somebody saw that it failed. */
    acknowledged: boolean;
    /** When it left, or is due. */
    at: string | null;
    template: string | null;
  } | null;
}

export interface CallList {
  now: string;
  rows: CallRow[];
  /** `before` of the page after this one; null when this is the last. */
  next: number | null;
  /** Of operators. */
  names: string[];
}

/** A page of calls, the newest first. */
export function readCalls(
  client: SupabaseClient,
  workspace: string,
  filters: CallFilters,
  size = 50,
): Promise<CallList> {
  return callRpc(client, "call_list", {
    workspace,
    filters: { ...filters },
    page_size: size,
  }) as unknown as Promise<CallList>;
}
