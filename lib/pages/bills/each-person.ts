import type { SupabaseClient } from "@supabase/supabase-js";
import type { BillState } from "./bills-path.ts";
import { type BillPerson, readBills } from "./read-bills.ts";

const pageSize = 200;

/** Everybody of a list, page by page as they are asked for. Somebody who moves meanwhile is named once. */
export async function* eachPerson(client: SupabaseClient, state: BillState): AsyncGenerator<BillPerson> {
  const seen = new Set<number>();
  let before: string | null = null;
  do {
    const page: { people: BillPerson[]; next: string | null } = await readBills(
      client,
      { state, before },
      pageSize,
    );
    for (const person of page.people) {
      if (seen.has(person.contact)) continue;
      seen.add(person.contact);
      yield person;
    }
    before = page.next;
  } while (before !== null);
}
