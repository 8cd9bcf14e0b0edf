import type { SupabaseClient } from "@supabase/supabase-js";
import { callTable } from "../../db/call-table.ts";
import type { EvidenceLevel, EvidenceSource } from "../../model/codes.ts";
import type { FileView } from "../../people/list-messages.ts";

/** One proof of the bill, as it was noted; times are ISO 8601. */
export interface Proof {
  id: number;
  callId: number;
  level: EvidenceLevel;
  /** A reply where its file was judged to be no bill. */
  countsAs: EvidenceLevel;
  source: EvidenceSource;
  messageId: number | null;
  userId: string | null;
  at: string;
  undoneAt: string | null;
  undoneBy: string | null;
  undoReason: string | null;
}

export interface ProofMessage {
  id: number;
  body: string | null;
  fileName: string | null;
  writtenAt: string;
  createdAt: string;
  file: FileView | null;
}

/** What is written back about one call. */
export interface WriteBackView {
  callId: number;
  kind: "tag" | "activity";
  state: "waiting" | "done" | "failed";
  errorCode: string | null;
  /** Whether the vendor has it: yes, maybe, no; null where nothing was tried. */
  told: string | null;
}

export interface Evidence {
  /** Oldest first. */
  proofs: Proof[];
  messages: Map<number, ProofMessage>;
  tasks: WriteBackView[];
}

/** Everything that proves or proved the bill of these calls, as a member of their workspace sees it. */
export async function readEvidence(client: SupabaseClient, calls: readonly number[]): Promise<Evidence> {
  if (calls.length === 0) return { proofs: [], messages: new Map(), tasks: [] };
  const [proofs, tasks] = await Promise.all([
    callTable<Proof[]>(
      client
        .from("bill_evidence")
        .select(
          "id, callId:call_id, level, countsAs:counts_as, source, messageId:message_id, userId:user_id, at, undoneAt:undone_at, " +
            "undoneBy:undone_by, undoReason:undo_reason",
        )
        .in("call_id", calls)
        .order("id"),
    ),
    callTable<(Omit<WriteBackView, "state"> & { state: string })[]>(
      client
        .from("tasks")
        .select("callId:call_id, kind:payload->>what, told:payload->>told, state, errorCode:reason_code")
        .eq("kind", "write_back")
        .in("call_id", calls)
        .order("id"),
    ),
  ]);
  const ids = [...new Set(proofs.flatMap(({ messageId }) => messageId ?? []))];
  const told = tasks.map((task) => ({
    ...task,
    state: task.state === "running" ? "waiting" : (task.state as WriteBackView["state"]),
  }));
  return { proofs, tasks: told, messages: ids.length === 0 ? new Map() : await readMessages(client, ids) };
}

async function readMessages(client: SupabaseClient, ids: number[]): Promise<Map<number, ProofMessage>> {
  const [messages, files] = await Promise.all([
    callTable<(Omit<ProofMessage, "fileName" | "file"> & { media: { fileName?: string | null } | null })[]>(
      client
        .from("whatsapp_messages")
        .select("id, body, media, writtenAt:written_at, createdAt:created_at")
        .in("id", ids),
    ),
    callTable<(FileView & { messageId: number })[]>(
      client
        .from("whatsapp_media")
        .select(
          "messageId:message_id, state, reasonCode:reason_code, mimeType:mime_type, sizeBytes:size_bytes",
        )
        .in("message_id", ids),
    ),
  ]);
  const byMessage = new Map(files.map((file) => [file.messageId, file]));
  return new Map(
    messages.map(({ media, ...message }) => [
      message.id,
      { ...message, fileName: media?.fileName ?? null, file: byMessage.get(message.id) ?? null },
    ]),
  );
}
