import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { Referral } from "../../model/domain-value.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { ComposerFacts } from "../composer/composer-parts.ts";
import type { CallView } from "../home/snapshot.ts";

export type ConversationState =
  | "problem"
  | "reply"
  | "check"
  | "call_back"
  | "queued"
  | "waiting"
  | "done"
  | "closed";
export type Silence = "erased" | "blocked" | "opted_out" | null;

/** What `public.inbox` answers: all that Chat shows, in one round trip. Times are ISO 8601. */
export interface Inbox {
  now: string;
  /** While the database answers the same one, this still holds; null: ask again. */
  stamp: string | null;
  workspace: { id: string; name: string; timeZone: string };
  counts: InboxCounts;
  list: { rows: ConversationRow[]; next: string | null };
  /** Null where nobody was asked for, or nobody is there. */
  thread: Thread | { movedTo: number } | null;
}

/** Each up to 1,000; 1,001 says that there are more. */
export interface InboxCounts {
  reply: number;
  mine: number;
  waiting: number;
  problem: number;
  /** Where they wrote since the reader last read. */
  new: number;
  newSince: string | null;
  check: number;
  callBack: number;
  mentions: number;
}

export interface ConversationRow {
  contact: number;
  name: string | null;
  company: string | null;
  phone: string | null;
  state: ConversationState;
  /** Of a problem and of waiting: which. */
  detail: string | null;
  /** The message that the state is about. */
  about: number | null;
  since: string;
  bill: "owed" | "missing" | "check" | "confirmed" | null;
  /** What they wrote since our last word. */
  unanswered: number;
  /** What they wrote since the reader last read, up to 99. */
  unread: number;
  last: LastWords | null;
  lastAt: string;
  owner: string | null;
  callBackAt: string | null;
  closedAt: string | null;
  tags: string[];
  silence: Silence;
}

export interface LastWords {
  id: number;
  direction: "in" | "out";
  purpose: string;
  kind: string;
  /** Up to 160 characters. */
  body: string | null;
  status: string;
  deleted: boolean;
  fileName: string | null;
  seconds: number | null;
  dueAt: string | null;
  readAt: string | null;
  at: string;
}

export interface Thread {
  person: Person;
  /** Null for whom no list has yet: nothing was said. */
  row: ConversationRow | null;
  /** Newest first. */
  messages: ThreadMessage[];
  calls: ThreadCall[];
  notes: ThreadNote[];
  /** Forms that they filled in. */
  leads: ThreadLead[];
  /** `threadBefore` of the page before this one; null where this is the first. */
  older: number | null;
  /** Up to this message the reader had read; null: nothing. */
  readId: number | null;
  composer: ComposerFacts;
  here: { userId: string; typing: boolean }[];
}

export interface Person {
  id: number;
  name: string | null;
  company: string | null;
  pushName: string | null;
  phone: string | null;
  phones: string[];
  timeZone: string | null;
  createdAt: string;
  silence: Silence;
  optedOutAt: string | null;
  blockedAt: string | null;
  attention: {
    id: number;
    kind: string;
    detail: string | null;
    at: string;
    messageId: number | null;
    callId: number | null;
  }[];
  asks: Ask[];
}

export interface Ask {
  id: number;
  callId: number | null;
  state: string;
  code: string;
  reason: string;
  shouldSend: boolean;
  evidence: string | null;
  evidenceAt: string | null;
  evidenceMessageId: number | null;
  isOpen: boolean;
  createdAt: string;
}

export interface ThreadMessage extends Omit<MessageView, "purpose"> {
  purpose: MessageView["purpose"] | "manual";
  /** The member who wrote it. */
  sentBy?: string;
  /** Later ones were told of, this one not. */
  unconfirmedAt?: string;
  acknowledgedAt?: string;
  quoted?: { id: number; direction: "in" | "out"; kind: string; body: string | null };
  /** The advertisement or post that it came from. */
  referral?: Referral;
  reactions?: { emoji: string; direction?: "in" | "out" }[];
}

export interface ThreadCall extends CallView {
  disposition: string | null;
  recordingUrl: string | null;
}

export interface ThreadLead {
  id: number;
  source: string;
  form: string | null;
  campaign: string | null;
  at: string;
  answers: { label: string; words: string }[];
  /** Words of the boxes that were ticked. */
  ticked: string[];
}

export interface ThreadNote {
  id: number;
  /** Null: a rule told of a lead. */
  userId: string | null;
  body: string;
  at: string;
  mentions: string[];
}

/** What is asked of `public.inbox`: a page of a list, and one person where `contact` is given. */
export interface InboxQuery {
  view?: string;
  q?: string;
  owner?: string;
  tag?: string;
  before?: string;
  contact?: number;
  /** False: without the list. */
  list?: boolean;
  threadBefore?: number;
  /** The reader has this person's page open. */
  here?: boolean;
  typing?: boolean;
}

/** Null for an account that is no member of a workspace; `unchanged` where what was made at the stamp `known` still holds. */
export async function readInbox(
  client: SupabaseClient,
  query: InboxQuery,
  known: string | null = null,
): Promise<Inbox | "unchanged" | null> {
  const answer = await (callRpc(client, "inbox", {
    filters: query as never,
    ...(known !== null && { known }),
  }) as unknown as Promise<Inbox | { unchanged: true } | null>);
  return answer && "unchanged" in answer ? "unchanged" : answer;
}
