import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { SentMessage } from "../../model/provider.ts";

/** A page of the provider's log that is to be compared with what a restored backup knows. */
export interface RestoreTurn {
  check: number;
  /** Whose log it is. */
  channel: string;
  page: number;
  /** Which way the pages are read: 1 when the newest rows come first, -1 when they come last; null before the first page. */
  step: 1 | -1 | null;
  /** Rows before that are of no interest; ISO 8601. */
  from: string;
}

/** What a page held, or why it could not be read. */
export type PageEnd =
  | {
      page: number;
      rows: Pick<SentMessage, "id" | "to" | "text" | "status" | "createdAt">[];
      /** Null: this was the last one. */
      next: number | null;
      step: 1 | -1;
      total: number | null;
    }
  | { page: number; error: { code: string; message: string; waitMs: number | null } };

/** The verbs of the comparison after a restore, as the database has them (supabase/migrations, compare_restored). */
export const restoreStore = {
  /** `logs`: the channels whose log can be read. Null when nothing is due. */
  take: (db: SupabaseClient, logs: string[]) =>
    callRpc(db, "take_restore_check", { logs }) as Promise<RestoreTurn | null>,
  /** False when somebody else has read that page. */
  finish: (db: SupabaseClient, check: number, result: PageEnd) =>
    callRpc(db, "finish_restore_page", { held: check, result }),
};
