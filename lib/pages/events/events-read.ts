import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { EventFilters } from "./events-filters.ts";

export type EventState = "processed" | "ignored" | "duplicate" | "rejected" | "retrying" | "dead";

/** One delivery as `app.event_json` tells it, without what it said. Times are ISO 8601. */
export interface EventView {
  id: number;
  source: string;
  origin: "webhook" | "reconciled";
  eventType: string | null;
  receivedAt: string;
  state: EventState;
  /** Rejected, ignored: a code. Failed: SQLSTATE. */
  reason: string | null;
  /** One English sentence, the database's own words, or what exactly was ignored. */
  detail: string | null;
  duplicateOf: number | null;
  tries: number;
  nextTryAt: string | null;
  deadLetteredAt: string | null;
  /** When a person last tried it again. */
  replayedAt: string | null;
  replayedByMe: boolean | null;
  /** The call that it told of. */
  callId: number | null;
  /** It was read with another field mapping than the one that holds. */
  mayReread: boolean;
}

export interface EventPage {
  now: string;
  timeZone: string;
  role: "agent" | "manager" | "admin";
  /** Of the chosen source. */
  counts: { rejected: number; retrying: number; dead: number };
  events: EventView[];
  /** Where the page after this one begins; null when this is the last. */
  older: number | null;
}

/** With what it said: for managers. */
export interface EventDetail extends EventView {
  now: string;
  timeZone: string;
  requestId: string | null;
  contentType: string | null;
  replayedBy: string | null;
  body: unknown;
  rawBody: string | null;
}

const rowsShown = 40;

/** Null for an account that is no member of a workspace. */
export async function readEventPage(
  client: SupabaseClient,
  { state, source, before }: EventFilters,
): Promise<EventPage | null> {
  const page = await (callRpc(client, "event_page", {
    page_size: rowsShown,
    state,
    source,
    before,
  }) as Promise<Omit<EventPage, "older"> | null>);
  if (!page) return null;
  const events = page.events.slice(0, rowsShown);
  const older = page.events.length > rowsShown ? (events.at(-1)?.id ?? null) : null;
  return { ...page, events, older };
}

/** Null when there is no such event in the workspaces of the caller. Throws Problem: `forbidden` for an agent. */
export function readEvent(client: SupabaseClient, id: number): Promise<EventDetail | null> {
  return callRpc(client, "read_event", { event: id }) as Promise<EventDetail | null>;
}
