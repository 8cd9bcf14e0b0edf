import type { SupabaseClient } from "@supabase/supabase-js";
import { callTable } from "../../db/call-table.ts";

/** A message with a file, as the confirmation of a bill offers it. */
export interface ReceivedFile {
  id: number;
  /** image, video or document. */
  kind: string;
  media: { fileName?: string | null } | null;
  /** As its vendor tells; ISO 8601. */
  writtenAt: string;
}

const shown = 20;

/**
 * The files that a contact sent, newest first, as a member of their workspace sees them: the last ones, and the one that
 * counts as the bill now, however old.
 */
export async function readFiles(
  client: SupabaseClient,
  contact: number,
  counting: number | null,
): Promise<ReceivedFile[]> {
  const files = () =>
    client
      .from("whatsapp_messages")
      .select("id, kind, media, writtenAt:written_at")
      .eq("contact_id", contact)
      .eq("direction", "in")
      .eq("evidence", "attachment");
  const newest = await callTable<ReceivedFile[]>(files().order("id", { ascending: false }).limit(shown));
  if (counting === null || newest.length < shown || newest.some(({ id }) => id === counting)) return newest;
  return [...newest, ...(await callTable<ReceivedFile[]>(files().eq("id", counting)))];
}
