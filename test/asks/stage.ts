import { type Kit, kit, phone } from "../support/kit.ts";

/** What a member of staff asks for by hand: at once, in the hours, for three days. */
export const terms = { template: "follow_up", delayMinutes: 0, priority: "bulk", expiresAfterHours: 72 };

/** A product, and asks that no call leads to. */
export async function stage(env: Record<string, string> = {}) {
  const k: Kit = await kit(env);
  const staff = await k.product.db.createStaff({ role: "admin" });
  const contact = async (n: number) =>
    Number(
      (
        await k.sql`select app.resolve_contact(id, ${phone(n)}, null, p_name => ${`Cliente ${n}`}) as id
          from workspaces where key = 'default'`
      )[0]!.id,
    );
  return {
    ...k,
    staff,
    contact,
    /** As a page would, once there is one. */
    async make(n: number, over: { purpose?: string; facts?: object; user?: string | null } = {}) {
      const { purpose = "bill", facts = {}, user = staff.userId } = over;
      const [row] =
        await k.sql`select app.make_ask(${await contact(n)}, ${user ? "staff" : "campaign"}, null, 'agreed',
        ${k.sql.json(terms)}, ${purpose}, ${k.sql.json(facts as never)}, ${user}) as made`;
      return row!.made as { ask: number; send: boolean; code: string; channel: string | null };
    },
    ask: async (id: number) => (await k.sql`select * from asks where id = ${id}`)[0]!,
    sent: (id: number) =>
      k.sql`select purpose, status, reason_code, ask_open from whatsapp_messages where ask_id = ${id} order by id`,
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
