import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { AuditFilters } from "./audit-filters.ts";

export interface AuditEntry {
  id: number;
  /** ISO 8601. */
  at: string;
  /** Null: Aftercall itself. */
  userId: string | null;
  action: string;
  /** What it was done to, and which one. */
  kind: string;
  subject: string | null;
  detail: Record<string, unknown>;
}

export interface AuditPage {
  now: string;
  timeZone: string;
  entries: AuditEntry[];
  /** Where the page after this one begins; null when this is the last. */
  older: number | null;
}

export interface PrivacyStatus {
  passes: { kind: string; days: number | null; lastRanAt: string | null; lastRemovedAt: string | null }[];
  erasing: { contact: number; askedAt: string }[];
  files: { waiting: number; failing: number; lastError: string | null };
}

/** Newest first; nothing for who is no manager. */
export async function readAuditPage(
  client: SupabaseClient,
  { person, kind, before }: AuditFilters,
  size: number,
): Promise<AuditPage> {
  const page = await (callRpc(client, "audit_page", {
    page_size: size,
    person,
    kind,
    before,
  }) as Promise<Omit<AuditPage, "older">>);
  const entries = page.entries.slice(0, size);
  return { ...page, entries, older: page.entries.length > size ? (entries.at(-1)?.id ?? null) : null };
}

export function readPrivacyStatus(client: SupabaseClient): Promise<PrivacyStatus> {
  return callRpc(client, "privacy_status", {}) as Promise<PrivacyStatus>;
}
