import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { AlertKind } from "../../model/codes.ts";
import type { ReceiverKind } from "./receiver-access.ts";

/** What the database knows of an alert; which fields there are depends on the kind. No person's number or name. */
export interface AlertFacts {
  /** The channel's name, and whose number it is. */
  channel?: string;
  vendor?: string;
  /** auth_failed: bad_key, plan_ended or unauthorized. */
  reason?: string;
  /** cap_reached: sends in 24 hours, and when the next one was to be free (ISO 8601). */
  limit?: number;
  freesAt?: string;
  /** late: how many were due (at most 1,000), and the first of them with its call. */
  waiting?: number;
  message?: number;
  call?: number | null;
  /** task_failed: how many there were. */
  failed?: number;
}

export interface Alert {
  id: string;
  kind: AlertKind;
  /** A channel's id, a source, a job of the clock, or a kind of tasks. */
  subject: string;
  facts: AlertFacts;
  /** When it began, as far as we know, when it was noticed, and when it was over. ISO 8601. */
  since: string;
  openedAt: string;
  closedAt: string | null;
}

/** The opening or the end of an alert, to be told to people. */
export interface Notice extends Alert {
  phase: "opened" | "closed";
  /** The same for each try, so that a receiver can tell a repetition. */
  webhookId: string;
  /** Whom this one is for, and how it is reached: sealed, or null for the environment's address. */
  receiver: ReceiverKind;
  sealed: string | null;
  workspace: { id: string; name: string; country: string; timeZone: string };
}

export interface Watched {
  opened: number;
  closed: number;
  notices: Notice[];
}

/** failed is tried again, up to eight times with back-off. gone: the receiver wants no more of this one. */
export type NoticeOutcome = "delivered" | "failed" | "gone";

/** The verbs of supabase/migrations, alerts. */
export const alertStore = {
  watch: (db: SupabaseClient, deliver: boolean) => callRpc(db, "watch", { deliver }) as Promise<Watched>,
  /** The jobs that failed in the tick that ends; those of earlier ticks are over. */
  noteJobs: (db: SupabaseClient, failed: readonly string[]) =>
    callRpc(db, "note_jobs", { failed: [...new Set(failed)] }) as Promise<{ opened: number; closed: number }>,
  settle: (
    db: SupabaseClient,
    { id, receiver, phase }: Notice,
    { outcome, detail = null }: { outcome: NoticeOutcome; detail?: string | null },
  ) => callRpc(db, "settle_alert", { alert: id, receiver, phase, outcome, detail }),
};
