import type { SupabaseClient } from "@supabase/supabase-js";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { Media } from "../model/domain-value.ts";
import { readPhone } from "../model/phone.ts";
import { ownWorkspace } from "./own-workspace.ts";

/** What became of a customer's file. */
export interface FileView {
  state: "waiting" | "stored" | "missed" | "refused";
  /** Of the last try that failed. */
  reasonCode: string | null;
  /** Of the file itself, once it is here. */
  mimeType: string | null;
  sizeBytes: number | null;
}

/** One WhatsApp message as `app.message_json` tells it. Times are ISO 8601 with their offset. */
export interface MessageView {
  id: number;
  direction: "in" | "out";
  purpose: "follow_up" | "reminder" | "consent_notice" | "typed" | "inbound";
  kind: string;
  body: string | null;
  media: Media | null;
  /** Opened at `/monitor/media/<id>` once it is stored; null where the message brought none. */
  file?: FileView | null;
  status: string;
  reasonCode: string | null;
  reason: string | null;
  contactId: number;
  contactName: string | null;
  /** Why nothing may be written to them; null: it may. */
  silence: "erased" | "blocked" | "opted_out" | null;
  /** Null: the writer is known by a LID only. */
  phone: string | null;
  callId: number | null;
  channelId: string;
  whatsappId: string | null;
  providerMessageId: string | null;
  quotedWhatsappId: string | null;
  isStop: boolean;
  /** Why it is taken for a machine's, which proves nothing; null for a person's. */
  machine?: "at_once" | "repeated" | "listed" | null;
  /** When a colleague said that a person wrote it. */
  machineUndoneAt?: string | null;
  /** Deleted for everyone. */
  deletedAt?: string | null;
  /** The customer changed it: `body` is what it says now. */
  editedAt?: string | null;
  /** What it said before, oldest first. */
  edits?: { at: string; body: string | null }[] | null;
  /** Changed, and the new words can be read on the phone only. */
  editUnreadableAt?: string | null;
  /** What it is, where its kind does not say it: `advertisement`, `broadcast_list`, or the provider's name. */
  contentName?: string | null;
  evidence: "reply" | "attachment" | null;
  /** The contact owes us an answer to this one. */
  askOpen: boolean;
  attempt: number;
  /** When we heard of it. */
  createdAt: string;
  /** As its vendor tells, never later than createdAt. */
  writtenAt: string;
  dueAt: string | null;
  expiresAt: string | null;
  acceptedAt: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  failedAt: string | null;
}

export interface MessagePage {
  /** Newest first. */
  messages: MessageView[];
  /** Pass as `before` for the page after this one; null on the last. */
  next: number | null;
}

/** Messages that the signed-in person may see, from the query of `GET /api/whatsapp-incoming`. */
export async function listMessages(
  client: SupabaseClient,
  query: URLSearchParams,
  defaultCountry: string,
): Promise<MessagePage> {
  const size = readWhole(query, "limit", 1, maxPageSize) ?? 50;
  const filters = {
    before: readWhole(query, "before", 1, Number.MAX_SAFE_INTEGER),
    direction: readDirection(query),
    phone: readPhoneFilter(query, defaultCountry),
  };
  const workspace = await ownWorkspace(client);
  const messages = await (callRpc(client, "list_messages", {
    workspace,
    page_size: size,
    ...filters,
  }) as Promise<MessageView[]>);
  return { messages, next: messages.length === size ? (messages.at(-1)?.id ?? null) : null };
}

const maxPageSize = 200;

function readWhole(query: URLSearchParams, name: string, least: number, most: number): number | null {
  const text = query.get(name)?.trim();
  if (!text) return null;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new Problem("bad_request", `The parameter "${name}" is a whole number ${range}.`);
}

const directions: Record<string, "in" | "out" | null> = {
  in: "in",
  incoming: "in",
  inbound: "in",
  out: "out",
  outgoing: "out",
  outbound: "out",
  sent: "out",
  all: null,
};

function readDirection(query: URLSearchParams): "in" | "out" | null {
  const word = query.get("direction")?.trim().toLowerCase() || "all";
  const direction = Object.hasOwn(directions, word) ? directions[word] : undefined;
  if (direction !== undefined) return direction;
  throw new Problem("bad_request", 'The parameter "direction" is one of: in, out, all.');
}

function readPhoneFilter(query: URLSearchParams, defaultCountry: string): string | null {
  const text = query.get("phone");
  if (!text?.trim()) return null;
  const { e164 } = readPhone(text, defaultCountry);
  if (e164) return e164;
  throw new Problem(
    "bad_request",
    'The parameter "phone" is not a phone number. Write it like +393331234567.',
  );
}
