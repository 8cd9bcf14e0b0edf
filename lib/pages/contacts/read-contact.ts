import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { Consent } from "../../model/consent.ts";
import type { StaffRole } from "../../model/staff.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { CallView } from "../home/snapshot.ts";

export type IdentityKind = "phone" | "lid" | "bsuid" | "parent_bsuid" | "username";

/** What `contact_page` answers. Times are ISO 8601. */
export interface ContactData {
  now: string;
  /** Of the workspace. */
  timeZone: string;
  defaultCountry: string;
  workspace: string;
  role: StaffRole;
  /** The reader's user id. */
  me: string;
  contact: {
    id: number;
    name: string | null;
    pushName: string | null;
    company: string | null;
    phone: string | null;
    /** Null: the workspace's. */
    timeZone: string | null;
    optedOutAt: string | null;
    /** Since when they take no offers, and all else. */
    noOffersAt: string | null;
    blockedAt: string | null;
    erasedAt: string | null;
    dismissedAt: string | null;
    mergedInto: number | null;
    createdAt: string;
  };
  identities: { kind: IdentityKind; value: string; learnedAt: string }[];
  /** Newest first, what was said before a merge included. */
  consents: Consent[];
  merges: Merge[];
  calls: CallView[];
  messages: MessageView[];
  /** Where the older messages begin; null when these are all. */
  olderMessages: number | null;
}

export interface Merge {
  id: number;
  loser: number;
  winner: number;
  /** Null: by itself. */
  by: string | null;
  reason: string | null;
  at: string;
  loserName: string | null;
  identities: { kind: IdentityKind; value: string }[];
  calls: number;
  messages: number;
  splitAt: string | null;
  splitBy: string | null;
  splitReason: string | null;
  canSplit: boolean;
}

const messagesShown = 50;

/** Null when there is no such contact in the workspaces of the caller. */
export async function readContact(
  client: SupabaseClient,
  contact: number,
  messagesBefore: number | null = null,
): Promise<ContactData | null> {
  const data = await (callRpc(client, "contact_page", {
    contact,
    messages_before: messagesBefore,
  }) as Promise<Omit<ContactData, "olderMessages"> | null>);
  if (!data) return null;
  const messages = data.messages.slice(0, messagesShown);
  const olderMessages = data.messages.length > messagesShown ? (messages.at(-1)?.id ?? null) : null;
  return { ...data, messages, olderMessages };
}
