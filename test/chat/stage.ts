import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, endedCall, type Kit, kit, phone } from "../support/kit.ts";

/** A company with its monitor, and a member in front of it. */
export async function stage(env: Record<string, string> = {}) {
  const k = await kit(env);
  const staff = await k.product.db.createStaff();
  const visitor = await visitorOf(k, staff);
  return {
    k,
    staff,
    visitor,
    close: () => k.product.close(),
    /** Called, asked, and the ask is with WhatsApp. */
    async asked(n: number, over: Record<string, unknown> = {}): Promise<void> {
      await k.ct(endedCall(n, over));
      const { message } = await k.claim();
      await k.settle(message.id, message.attempt, accepted);
      // What comes at once is taken for a machine's.
      await k.shift(60_000);
    },
    contactOf: (n: number) => contactOf(k, n),
    /** The page as text, in Italian. */
    async page(path: string, headers: Record<string, string> = {}): Promise<string> {
      const answer = await visitor.get(path, { "accept-language": "it", ...headers });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.text();
    },
    rpc: async (name: string, args: object) => {
      const { data, error } = await staff.client.rpc(name, args);
      if (error) throw new Error(`${error.code} ${error.message}`);
      return data;
    },
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;

export async function visitorOf(k: Kit, staff: Staff): Promise<Visitor> {
  const visitor = new Visitor(k.product.doors.monitor);
  await visitor.signIn(staff);
  return visitor;
}

export async function contactOf(k: Kit, n: number): Promise<number> {
  const [found] = await k.sql`select contact_id from contact_identities where value = ${phone(n)}`;
  return Number(found?.contact_id);
}

/** What is between the tags, in one line. */
export function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll("&#39;", "'")
    .trim();
}

/** A person's row. */
export function rowOf(page: string, contact: number): string {
  const found = new RegExp(`<li id="row-${contact}".*?</li>`, "s").exec(page);
  if (!found) throw new Error(`no row of ${contact}`);
  return found[0];
}

/** One element of the thread. */
export function itemOf(page: string, id: string): string {
  const found = new RegExp(`<li [^>]*id="${id}".*?</li>`, "s").exec(page);
  if (!found) throw new Error(`no ${id}`);
  return found[0];
}
