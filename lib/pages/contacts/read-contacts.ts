import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { StaffRole } from "../../model/staff.ts";

export interface ContactRow {
  id: number;
  name: string | null;
  company: string | null;
  phone: string | null;
  optedOutAt: string | null;
  blockedAt: string | null;
  erasedAt: string | null;
  createdAt: string;
  /** Up to 100. */
  calls: number;
  lastMessageAt: string | null;
}

export interface ContactList {
  now: string;
  timeZone: string;
  role: StaffRole;
  contacts: ContactRow[];
  /** Where the page after this one begins; null when this is the last. */
  older: number | null;
}

/** A page, newest first; null for an account that is no member of a workspace. */
export async function readContacts(
  client: SupabaseClient,
  { search, before, size = 40 }: { search: string | null; before: number | null; size?: number },
): Promise<ContactList | null> {
  const list = await (callRpc(client, "contact_list", {
    search,
    before,
    page_size: size,
  }) as Promise<Omit<ContactList, "older"> | null>);
  if (!list) return null;
  const contacts = list.contacts.slice(0, size);
  return { ...list, contacts, older: list.contacts.length > size ? (contacts.at(-1)?.id ?? null) : null };
}
