import type { SupabaseClient } from "@supabase/supabase-js";
import type { Because } from "../../asks/try-rules.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type {
  ChannelPause,
  ConnectionStatus,
  EvidenceLevel,
  FindingKind,
  PassKind,
} from "../../model/codes.ts";
import type { MessageView } from "../../people/list-messages.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import type { Alert } from "../../work/alerts/alert-store.ts";
import type { AttentionView } from "../attention/attention-item.ts";
import { type Filters, noFilters } from "./filters.ts";

/** What `monitor_snapshot` answers: all of the first page in one round trip. Times are ISO 8601. */
export interface Snapshot {
  now: string;
  /** While the database answers the same one, this still holds; null: ask again. */
  stamp: string | null;
  workspace: {
    id: string;
    name: string;
    timeZone: string;
    hours: {
      isOpen: boolean;
      /** The next opening; null while open, and where none is in sight. */
      opensAt: string | null;
      isAlways: boolean;
      /** The windows that open today, in the workspace's time: `HH:MM`. */
      today: { from: string; until: string }[];
    };
  };
  role: "agent" | "manager" | "admin";
  channels: ChannelView[];
  totals: {
    answered: number;
    /** Open asks, those still in the queue included. */
    waiting: number;
    uncertain: number;
    failed: number;
    /** Writers known by a LID only. */
    unmatched: number;
    /** What a person has to look at on the phone. */
    attention: number;
    /** Deliveries whose effect failed so far; tried again by itself. */
    failedEvents: number;
    /** Deliveries of the last 7 days that could not be read. */
    rejectedEvents: number;
  };
  /** Open ones first, then those of the last 24 hours that are over. */
  alerts: Alert[];
  /** The last 14 of the workspace's own days, today last. */
  days: { day: string; sent: number; answered: number }[];
  calls: CallView[];
  messages: MessageView[];
  /** Where the page after this one begins; null when this is the last. */
  older: { calls: number | null; messages: number | null };
  uncertain: MessageView[];
  /** Not yet taken off the list. */
  failed: MessageView[];
  /** The newest message of each writer known by a LID only. */
  unmatched: MessageView[];
  /** The newest first. */
  attention: AttentionView[];
  /** In the order of sending; `expectedAt` is null while the channel is paused. */
  queue: (MessageView & { expectedAt: string | null })[];
  sources: { source: string; eventType: string | null; lastHeardAt: string | null }[];
  gaps: Gaps;
}

/** What nobody told us of, and we found by asking. */
export interface Gaps {
  passes: {
    kind: PassKind;
    /** Whether we have the keys for all of it. */
    isConfigured: boolean;
    /** Of the last run; null when it went well. */
    errorCode: string | null;
    error: string | null;
    /** While it fails: when it last went well. */
    okAt: string | null;
    /** While it is overdue: when it last began. */
    lateSince: string | null;
  }[];
  /** In the last 30 days. */
  found: number;
  healed: number;
  /** The newest ones. */
  findings: {
    id: number;
    kind: FindingKind;
    foundAt: string;
    happenedAt: string | null;
    isHealed: boolean;
    callId: number | null;
    messageId: number | null;
    contactName: string | null;
    phone: string | null;
  }[];
}

export interface ChannelView {
  id: string;
  name: string;
  vendor: string;
  state: "active" | "paused";
  pauseReason: ChannelPause | null;
  pauseDetail: string | null;
  pausedAt: string | null;
  probeAt: string | null;
  connectionStatus: ConnectionStatus | null;
  connectionStatusAt: string | null;
  minIntervalMs: number;
  /** Of this day, while a new number warms up; 0 is none. */
  dailyLimit: number;
  warmUp: { days: number; fullLimit: number } | null;
  nextSlotAt: string | null;
  sentLastDay: number;
  /** Of these, people written to for the first time; null without a cap. */
  firstLastDay: number | null;
  /** Until then it may answer and may begin no chats; null: it may. */
  beginLockedUntil: string | null;
  capFreesAt: string | null;
  queued: number;
  /** While it is held since a backup was put back. */
  restore: RestoreView | null;
  incidents: { id: number; kind: string; detail: string | null; openedAt: string }[];
}

/** How far the provider's log of sends was compared with what the backup knows, and what is left. */
export interface RestoreView {
  state: "waiting" | "reading" | "failing" | "no_log" | "done";
  /** The backup knows nothing of what came after. */
  since: string;
  read: number;
  /** About how many rows there are; null before the first page. */
  expected: number | null;
  /** Rows without number or text. */
  blank: number;
  errorCode: string | null;
  error: string | null;
  /** Waiting messages that had left. */
  adopted: number;
  /** Sends that the backup did not know. */
  unknown: number;
  /** Who would be written to. */
  people: number;
  /** The first of them. `isKnown`: there were messages before, so they may have said stop since. */
  list: { contactId: number; name: string | null; phone: string | null; isKnown: boolean }[];
}

export interface CallView {
  id: number;
  createdAt: string;
  phone: string | null;
  phoneRaw: string | null;
  phoneProblem: string | null;
  contactId: number | null;
  contactName: string | null;
  silence: MessageView["silence"];
  company: string | null;
  agentName: string | null;
  direction: string | null;
  talkingSeconds: number | null;
  bodyKind: string;
  ended: boolean;
  tags: unknown;
  shouldSend: boolean;
  shouldSendCode: string;
  shouldSendReason: string;
  /** Of the rule that decided; null where none did. */
  ruleName: string | null;
  /** Why, in the order of asking: what failed of each rule above, then all of the rule that decided. */
  because: Because[];
  /** A person overruled the rules. */
  staffDecision: "send" | "dont_send" | null;
  coveredBy: number | null;
  coveredAt: string | null;
  /** When it ended, as far as we know; before createdAt for a call that we found ourselves. */
  endedAt: string;
  isWeaklyIdentified: boolean;
  billReceived: boolean;
  billEvidence: EvidenceLevel | null;
  billMessageId: number | null;
  billReceivedAt: string | null;
  message: {
    id: number;
    status: string;
    reasonCode: string | null;
    reason: string | null;
    askOpen: boolean;
  } | null;
}

const rowsShown = 40;

/** Null for an account that is no member of a workspace; `unchanged` where what was made at the stamp `known` still holds. */
export async function readSnapshot<Known extends string | null = null>(
  client: SupabaseClient,
  filters: Filters = noFilters,
  vendors: readonly Vendor[] = [],
  known: Known = null as Known,
): Promise<Snapshot | null | (Known extends string ? "unchanged" : never)> {
  const snapshot = await (callRpc(client, "monitor_snapshot", {
    page_size: rowsShown,
    filters,
    heard: vendors.flatMap(({ name, events }) =>
      events ? [null, ...events.kinds].map((eventType) => ({ source: name, eventType })) : [],
    ),
    known,
  }) as Promise<Omit<Snapshot, "older"> | { unchanged: true } | null>);
  if (!snapshot) return null;
  if ("unchanged" in snapshot) return "unchanged" as Known extends string ? "unchanged" : never;
  const calls = onePage(snapshot.calls);
  const messages = onePage(snapshot.messages);
  const older = { calls: calls.older, messages: messages.older };
  return { ...snapshot, calls: calls.rows, messages: messages.rows, older };
}

/** One row more than a page says that there are older ones. */
function onePage<Row extends { id: number }>(all: Row[]): { rows: Row[]; older: number | null } {
  const rows = all.slice(0, rowsShown);
  return { rows, older: all.length > rowsShown ? (rows.at(-1)?.id ?? null) : null };
}
