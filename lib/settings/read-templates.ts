import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";

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
  /** In their order, one for each place. */
  variables: string[];
  /** What vendors who review texts say of this version. */
  states: TemplateState[];
}

export interface TemplateState {
  /** Id of the number. */
  channel: string;
  /** As its vendor calls the text. */
  name: string;
  state: string;
  reason: string | null;
}

/** The texts of a workspace by key, as a member reads them. */
export function readTemplates({
  client,
  workspace,
}: {
  client: SupabaseClient;
  workspace: string;
}): Promise<Template[]> {
  return callRpc(client, "template_list", { workspace }) as Promise<Template[]>;
}
