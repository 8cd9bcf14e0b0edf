import { endedCall, type Kit, kit, phone } from "../support/kit.ts";

const minute = 60_000;
const keys = { WASENDER_PERSONAL_TOKEN: "personal-token-of-the-tests", WASENDER_SESSION_ID: "12345" };

/** A product whose backup is put back: what it has forgotten is in Wasender's log alone. */
export async function stage(env: Record<string, string> = keys) {
  const k: Kit = await kit(env);
  const { sql } = k;
  const time = async () => (await k.product.db.now()).getTime();
  await k.product.tick();
  return {
    ...k,
    channel: async () => (await sql`select * from channels`)[0]!,
    check: async () => (await sql`select * from restore_checks order by id desc limit 1`)[0]!,
    /** A call whose message waits. */
    call: (n: number) => k.ct(endedCall(n)),
    /** Its message leaves, as it did after the backup was made: the backup has it in the queue still. */
    async leaves(n: number, over: { text?: string; status?: string; afterMs?: number } = {}) {
      const { body } = await k.followUp(n);
      const created_at = new Date((await time()) + (over.afterMs ?? minute)).toISOString();
      return k.product.wasender.log(phone(n), over.text ?? body, {
        created_at,
        status: over.status ?? "sent",
      });
    },
    /** The old database is back, hours later. */
    async restore(hours = 3) {
      await sql`update channels set instance_mark = 'the.server.before'`;
      await k.shift(hours * 3_600_000);
    },
    tickAfter: async (ms: number) => {
      await k.shift(ms);
      return k.product.tick();
    },
    release: async (people: number, role: "agent" | "manager" = "manager") => {
      const { client } = await k.product.db.createStaff({ role });
      const [{ id }] = await sql<[{ id: string }]>`select id from channels`;
      const { data, error } = await client.rpc("release_restored", { channel: id, people });
      return error ? error.code : data;
    },
    view: async () => {
      const { client } = await k.product.db.createStaff({ role: "agent" });
      return (await client.rpc("monitor_snapshot", { page_size: 5 })).data.channels[0].restore;
    },
    /** What a customer's phone got from us since the restore. */
    got: () => k.product.wasender.sends.map(({ to }) => to),
    close: () => k.product.close(),
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
export { keys, minute };
