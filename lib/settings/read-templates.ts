import type { SupabaseClient } from "@supabase/supabase-js";
import { callTable } from "../db/call-table.ts";

export interface Template {
  key: string;
  /** As people call it; null: by its key. */
  title: string | null;
  /** ISO 639-1. */
  language: string;
  body: string;
  version: number;
  updatedAt: string;
  updatedBy: string | null;
}

/** The texts of a workspace by key, as a member reads them. */
export function readTemplates({
  client,
  workspace,
}: {
  client: SupabaseClient;
  workspace: string;
}): Promise<Template[]> {
  return callTable<Template[]>(
    client
      .from("whatsapp_templates")
      .select("key, title, language, body, version, updatedAt:updated_at, updatedBy:updated_by")
      .eq("workspace_id", workspace)
      .order("key"),
  );
}
