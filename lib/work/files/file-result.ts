import type { MediaSource } from "../../model/domain-value.ts";

/** A file to fetch now. */
export interface FileFacts {
  /** Row of `whatsapp_messages`. */
  message: number;
  /** Id of the workspace. */
  workspace: string;
  /** On which it came. */
  channel: string;
  whatsappId: string;
  source: MediaSource;
  /** What the message says of its file. */
  claimedType: string | null;
  claimedBytes: number | null;
}

export type FileResult =
  | { kind: "stored"; path: string; mimeType: string; sizeBytes: number; sha256: string }
  /** WhatsApp has it no longer. */
  | { kind: "gone"; code: string; message: string }
  | { kind: "refused"; code: string; message: string }
  /** To be tried again. */
  | { kind: "failed"; code: string; message: string; waitMs?: number | null };
