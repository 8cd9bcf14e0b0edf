import { hearingLog } from "../support/hearing-log.ts";
import { createProduct } from "../support/product.ts";
import { keys } from "./cloudtalk-list.ts";

export const minute = 60_000;

/** A product with every key that reconciliation can use, a pace that is never in the way, and ears for its log. */
export async function stage() {
  const { said, log } = hearingLog();
  const product = await createProduct(
    {
      ...keys,
      WHATSAPP_DAILY_LIMIT: "0",
      WHATSAPP_MIN_INTERVAL_SECONDS: "1",
      WASENDER_PERSONAL_TOKEN: "personal-token-of-the-tests",
      WASENDER_SESSION_ID: "12345",
    },
    () => ({ log }),
  );
  const { sql } = product.db;
  return {
    product,
    said,
    shift: (ms: number) => product.db.shiftClock(ms),
    /** A tick, and whatever it leaves running. */
    async tick() {
      const report = await product.tick();
      await product.afterResponses();
      return report;
    },
    pass: async (kind: string) => (await sql`select * from reconcile_passes where kind = ${kind}`)[0]!,
    /** What came of the events that reconciliation found. */
    reconciled: () =>
      sql`select outcome, reason from webhook_requests where origin = 'reconciled' order by id`,
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
