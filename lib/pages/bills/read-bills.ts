import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { BillState, BillsPlace } from "./bills-path.ts";

export const wrongKinds = ["gas", "old", "unreadable", "other"] as const;
export type WrongKind = (typeof wrongKinds)[number];

/** A file that a customer sent. Times are ISO 8601. */
export interface BillFile {
  message: number;
  /** image, video, document. */
  kind: string;
  /** As their phone calls it. */
  fileName: string | null;
  caption: string | null;
  at: string;
  state: "waiting" | "stored" | "missed" | "refused";
  reasonCode: string | null;
  /** Of its bytes; null while it is not stored. */
  mimeType: string | null;
  /** The verdict that stands. */
  verdict: "good" | "bad" | null;
  /** Why it is none. */
  wrong: WrongKind | null;
  /** User id. */
  judgedBy: string | null;
  judgedAt: string | null;
}

export interface BillPerson {
  contact: number;
  name: string | null;
  company: string | null;
  /** E.164. */
  phone: string | null;
  bill: "owed" | "missing" | "check" | "confirmed" | null;
  /** Why nothing may go to them. */
  silence: "opted_out" | "blocked" | "erased" | null;
  asked: { at: string; text: string | null } | null;
  /** The last words of the thread, whoever's. */
  last: { direction: "in" | "out"; kind: string; body: string | null; at: string } | null;
  lastAt: string;
  /** Their newest message. */
  newest: number | null;
  call: { id: number; at: string; agent: string | null } | null;
  /** The last texts that they wrote, oldest first. */
  words: { id: number; text: string; at: string }[];
  /** In the order they came. */
  files: BillFile[];
}

export interface Bills {
  now: string;
  /** People, up to 1,001: more. */
  counts: Record<BillState, number>;
  people: BillPerson[];
  /** Where the page after this one begins; null when this is the last. */
  next: string | null;
}

/** A page of people by how they stand with the bill, as a member of their workspace sees them. */
export function readBills(client: SupabaseClient, place: BillsPlace, size: number): Promise<Bills> {
  return callRpc(client, "bills_page", {
    state: place.state,
    before: place.before ?? null,
    page_size: size,
    contact: place.contact ?? null,
  }) as Promise<Bills>;
}
