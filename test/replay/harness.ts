import { replayDeliveries } from "../../lib/inbox/replay-deliveries.ts";
import type { Reader } from "../../lib/vendors/vendor.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

export interface Stage {
  product: Product;
  manager: Staff;
  /** The manager presses, with today's parsers or with those that a test hands in. */
  replay(
    ids: number[],
    readers?: Partial<Record<"cloudtalk" | "wasender", Reader>>,
  ): ReturnType<typeof replayDeliveries>;
  // biome-ignore lint/suspicious/noExplicitAny: rows
  event(id: number): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: rows
  rows(table: string): Promise<any[]>;
  /** A delivery as a deployment with another parser left it: verified, unreadable, kept as text. */
  rejectedOnce(source: "cloudtalk" | "wasender", body: unknown, contentType?: string | null): Promise<number>;
  breakCalls(): Promise<unknown>;
  mendCalls(): Promise<unknown>;
}

/** The product, a manager at the monitor, and ways for a delivery to go wrong. Nothing leaves by itself. */
export async function stage(
  own: Parameters<typeof createProduct>[1] = () => ({ background: () => {} }),
): Promise<Stage> {
  const product = await createProduct({}, own);
  const { sql, service } = product.db;
  const manager = await product.db.createStaff({ role: "manager" });
  return {
    product,
    manager,
    replay: (ids, readers = {}) => replayDeliveries(product.services, manager.client, ids, readers),
    event: async (id) => (await sql`select * from webhook_requests where id = ${id}`)[0],
    rows: (table) => sql.unsafe(`select * from ${table} order by id`),
    async rejectedOnce(source, body, contentType = "application/json") {
      const { data, error } = await service.rpc("record_delivery", {
        delivery: {
          workspace: "default",
          source,
          eventType: null,
          requestId: "an-earlier-request",
          contentType,
          headers: {},
          body: null,
          rawBody: typeof body === "string" ? body : JSON.stringify(body),
          elapsedMs: 1,
          rejected: {
            reason: "unreadable",
            detail: "The parser of last week did not know this.",
            lost: source === "cloudtalk" ? "calls" : "messages",
          },
        },
        effects: [],
      });
      if (error) throw new Error(error.message);
      return (data as { requestId: number }).requestId;
    },
    breakCalls: () =>
      sql.unsafe(`create or replace function app.broken() returns trigger language plpgsql as
        $$ begin raise exception 'broken on purpose'; end $$;
        create trigger broken before insert on cloudtalk_calls for each row execute function app.broken()`),
    mendCalls: () => sql`drop trigger broken on cloudtalk_calls`,
  };
}
