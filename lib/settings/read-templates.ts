import type { SupabaseClient } from "@supabase/supabase-js";
import { callTable } from "../db/call-table.ts";

export interface Template {
  key: string;
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
      .select("key, language, body, version, updatedAt:updated_at, updatedBy:updated_by")
      .eq("workspace_id", workspace)
      .order("key"),
  );
}
