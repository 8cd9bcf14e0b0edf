import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { PassKind } from "../../model/codes.ts";

/** What is due now. Times are ISO 8601. */
export interface DueWork {
  beganAt: string;
  /** The window of calls to read from this page on; calls that ended before `notBefore` are none of ours. */
  calls: { from: string; until: string; page: number; notBefore: string } | null;
  messages: UnboundMessage[];
  identities: DueLookup[];
}

export interface DueLookup {
  /** `<digits>@lid` of a writer without a phone, E.164 of somebody whose LID is not known. */
  address: string;
  /** Which is asked. */
  channel: string;
}

/** A send of ours of which we have no WhatsApp id, or one that it could be mistaken for. */
export interface UnboundMessage {
  /** Row of `whatsapp_messages`. */
  message: number;
  /** From which it left. */
  channel: string;
  /** Null: uncertain, and only the provider's log can tell. */
  providerMessageId: string | null;
  /** E.164 with its `+`. */
  to: string;
  text: string;
  /** When each provider call began whose outcome nobody knows; of a rival, also those that may have a row of their own. */
  attempts: string[];
  /** Not due itself: the same text to the same number, whose rows in the provider's log look like another's. */
  isRival: boolean;
}

/** How a pass ended. */
export interface PassEnd {
  error?: { code: string; message: string; waitMs: number | null };
  /** calls: where to go on, when the window was not read to its end. */
  nextPage?: number | null;
  /** calls: this page will never be given; the window begins again. */
  isPageRefused?: boolean;
}

/** Reconciliation's verbs, as the database has them (supabase/migrations, reconcile). */
export const reconcileStore = {
  /** `calls`: the vendor whose list there is; `logs`, `identities`: the channels that can be asked. */
  take: (db: SupabaseClient, able: { calls: string | null; logs: string[]; identities: string[] }) =>
    callRpc(db, "take_reconciliations", { able }) as Promise<DueWork>,
  finish: (db: SupabaseClient, kind: PassKind, beganAt: string, end: PassEnd) =>
    callRpc(db, "finish_reconciliation", { result: { kind, beganAt, ...end } }),
  unknownCalls: (
    db: SupabaseClient,
    workspace: string,
    calls: { id: string; phone: string | null; endedAt: string }[],
  ) => callRpc(db, "unknown_calls", { workspace, calls }) as Promise<string[]>,
};
