import postgres, { type Sql } from "postgres";
import type { Services } from "../../lib/services.ts";
import { createProduct, type Product } from "../support/product.ts";

/** Where every run begins: a Saturday, 10:00 in Rome. */
export const beginning = Date.parse("2026-11-21T09:00:00Z");

export interface Setting {
  intervalMs: number;
  dailyLimit: number;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of SQL functions
type Any = any;
export type Rpc = (name: string, args: Record<string, unknown>) => Promise<Any>;

/** The product on a real Postgres, as the commands reach it. One per file; `reset` gives each run an empty one. */
export interface World {
  product: Product;
  channel: string;
  staff: string;
  /** Session of the commands, and one that can be held open while another command waits for its locks. */
  main: Sql;
  held: Sql;
  /** Which of the two the doors and `rpc` use from here on. */
  use(session: Sql): void;
  session(): Sql;
  /** Whether `main` waits for a lock that somebody holds. */
  isBlocked(): Promise<boolean>;
  rpc: Rpc;
  shift(ms: number): Promise<void>;
  reset(setting: Setting): Promise<void>;
  /** While true, no call and no inbound message can be written: an effect that fails. */
  breakEffects(broken: boolean): Promise<void>;
  close(): Promise<void>;
}

/** SQL functions are called over Postgres' own wire: the gateway costs 5 ms a call, and other tests hold it. */
export async function createWorld(): Promise<World> {
  let current: Sql | undefined;
  const rpc: Rpc = (name, args) => callOn(current!, name, args);
  const db = {
    rpc: async (name: string, args: Record<string, unknown>) => {
      try {
        return { data: await rpc(name, args), error: null, status: 200 };
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        return { data: null, error: { code, message }, status: 500 };
      }
    },
  };
  const product = await createProduct({}, () => ({
    db: db as unknown as Services["db"],
    background: () => {},
  }));
  const staff = await product.db.createStaff({ role: "admin" });
  const open = () =>
    postgres(product.db.url, {
      max: 1,
      onnotice: () => {},
      connection: { "request.jwt.claim.sub": staff.userId } as object,
    });
  const main = open();
  const held = open();
  await main.unsafe(faults);
  const [{ pid }] = await main<[{ pid: number }]>`select pg_backend_pid() as pid`;
  const [{ id: channel }] = await main<[{ id: string }]>`select id from channels`;
  current = main;
  return {
    product,
    channel,
    staff: staff.userId,
    main,
    held,
    use: (session) => {
      current = session;
    },
    session: () => current!,
    isBlocked: async () => {
      const [row] = await product.db.sql`select cardinality(pg_blocking_pids(${pid})) > 0 as blocked`;
      return row!.blocked;
    },
    rpc,
    shift: (ms) => product.db.shiftClock(ms),
    async reset({ intervalMs, dailyLimit }) {
      current = main;
      await held.unsafe("rollback");
      await main.unsafe(emptied);
      await main`update channels set min_interval_ms = ${intervalMs}, daily_limit = ${dailyLimit}, state = 'active',
        pause_reason = null, pause_detail = null, paused_at = null, probe_at = null, probe_count = 0,
        connection_status = null, connection_status_at = null, next_slot_at = null, waiter_until = null,
        ticked_at = null`;
      await main`update app_test.fault set broken = false`;
      await product.db.freezeClock(new Date(beginning).toISOString());
    },
    breakEffects: async (broken) => void (await main`update app_test.fault set broken = ${broken}`),
    async close() {
      await Promise.all([main.end({ timeout: 1 }), held.end({ timeout: 1 })]);
      await product.close();
    },
  };
}

async function callOn(sql: Sql, name: string, args: Record<string, unknown>): Promise<Any> {
  const names = Object.keys(args);
  const given = names.map((key, i) => `"${key}" => $${i + 1}`).join(", ");
  // Objects go as jsonb: the driver asks the server for each parameter's type.
  const [answer] = await sql.unsafe<[{ answer: Any }]>(
    `select public.${name}(${given}) as answer`,
    names.map((key) => args[key] as never),
  );
  return answer.answer;
}

/** In the order of their references; `delete` on a few rows takes a tenth of the time of `truncate`. */
const emptied = [
  "reasons_to_write",
  "channel_incidents",
  "whatsapp_send_attempts",
  "whatsapp_statuses",
  "whatsapp_message_keys",
  "whatsapp_messages",
  "whatsapp_conversations",
  "cloudtalk_call_keys",
  "cloudtalk_calls",
  "contact_identities",
  "leads",
  "contacts",
  "webhook_requests",
]
  .map((table) => `delete from ${table}`)
  .join(";");

const faults = `
  create table app_test.fault (broken boolean not null);
  insert into app_test.fault values (false);
  grant select on app_test.fault to public;
  create function app_test.fail() returns trigger language plpgsql as $$
  begin
    if (select broken from app_test.fault) then raise exception 'broken on purpose'; end if;
    return new;
  end $$;
  create trigger fault before insert on public.cloudtalk_calls for each row execute function app_test.fail();
  create trigger fault before insert on public.whatsapp_messages for each row execute function app_test.fail()`;
