import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { PeopleFilters, PersonState, Source } from "./people-filters.ts";

/** A person as the list shows them; times are ISO 8601. */
export interface PersonRow {
  contact: number;
  name: string | null;
  company: string | null;
  phone: string | null;
  /** Null: nothing was ever written. */
  state: Exclude<PersonState, "none"> | null;
  detail: string | null;
  since: string;
  bill: "owed" | "missing" | "check" | "confirmed" | null;
  unread: number;
  owner: string | null;
  lastAt: string;
  callBackAt: string | null;
  tags: string[];
  silence: "erased" | "blocked" | "opted_out" | null;
  source: Source;
  /** Up to 100. */
  calls: number;
}

export interface PeopleList {
  now: string;
  rows: PersonRow[];
  /** `before` of the page after this one; null when this is the last. */
  next: string | null;
  /** In use. */
  tags: string[];
}

/** A page of persons, whom we last spoke with first. */
export function readPeople(
  client: SupabaseClient,
  workspace: string,
  filters: PeopleFilters,
  size = 50,
): Promise<PeopleList> {
  return callRpc(client, "people_list", {
    workspace,
    filters: { ...filters },
    page_size: size,
  }) as unknown as Promise<PeopleList>;
}
