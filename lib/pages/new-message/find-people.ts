import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import { callTable } from "../../db/call-table.ts";
import { readPhone } from "../../model/phone.ts";

/** A person as lists have them, as far as they are proposed here. */
export interface FoundPerson {
  contact: number;
  name: string | null;
  company: string | null;
  phone: string | null;
  lastAt: string | null;
}

export interface Found {
  people: FoundPerson[];
  /** The number that was meant, as E.164; null where it is none. */
  phone: string | null;
  isFixed: boolean;
  now: string;
}

const most = 5;

/** Who is meant by what was typed: people by name, company or number; a number as it is mended. */
export async function findPeople(client: SupabaseClient, typed: string): Promise<Found> {
  // The workspace that the monitor shows.
  const [own] = await callTable<{ default_country: string }[]>(
    client.from("workspaces").select("default_country").order("created_at").order("id").limit(1),
  );
  const { e164, problem } = readPhone(typed, own?.default_country ?? "IT");
  const filters = { view: "all", q: e164 ?? typed, size: most };
  const { list, now } = await (callRpc(client, "inbox", { filters, known: null }) as Promise<{
    list: { rows: FoundPerson[] };
    now: string;
  }>);
  const people = typed === "" ? [] : list.rows;
  return { people, phone: e164, isFixed: problem === "fixed_line", now };
}

/** Somebody else of this name with whom something was said in the last day. */
export async function sameName(
  client: SupabaseClient,
  name: string,
  phone: string,
): Promise<FoundPerson | null> {
  if (name === "") return null;
  const { people, now } = await findPeople(client, name);
  const folded = name.toLocaleLowerCase();
  const isLate = ({ lastAt }: FoundPerson) => !lastAt || Date.parse(now) - Date.parse(lastAt) > 86_400_000;
  return (
    people.find((one) => one.name?.toLocaleLowerCase() === folded && one.phone !== phone && !isLate(one)) ??
    null
  );
}
