import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { MediaSource } from "../../model/domain-value.ts";

/** A file to fetch now. */
export interface MediaTask {
  /** Row of `whatsapp_messages`. */
  message: number;
  attempt: number;
  /** Id of the workspace. */
  workspace: string;
  whatsappId: string;
  source: MediaSource;
  /** What the message says of its file. */
  claimedType: string | null;
  claimedBytes: number | null;
}

export type MediaResult =
  | { kind: "stored"; path: string; mimeType: string; sizeBytes: number; sha256: string }
  /** WhatsApp has it no longer. */
  | { kind: "gone"; code: string; message: string }
  | { kind: "refused"; code: string; message: string }
  /** To be tried again. */
  | { kind: "failed"; code: string; message: string; waitMs?: number | null };

/** The verbs of files, as the database has them (supabase/migrations, media). */
export const mediaStore = {
  take: (db: SupabaseClient, most: number) => callRpc(db, "take_media", { most }) as Promise<MediaTask[]>,
  /** False when another try took its place meanwhile. */
  finish: (db: SupabaseClient, { message, attempt }: MediaTask, result: MediaResult) =>
    callRpc(db, "finish_media", { message, attempt, result }),
};
