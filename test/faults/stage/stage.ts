import type { Sql } from "postgres";
import { endedCall } from "../../support/calls.ts";
import type { PostgresServer } from "../../support/provided.ts";
import { Gateway } from "./gateway.ts";
import { PretendWasender } from "./pretend-wasender.ts";
import { createRandom, type Random } from "./random.ts";
import { Sender } from "./sender.ts";
import { openStageDatabase } from "./stage-database.ts";
import { secrets } from "./stage-secrets.ts";
import { until } from "./until.ts";
import { startWorker, type Worker } from "./worker.ts";

export interface Stage {
  random: Random;
  sql: Sql;
  database: string;
  intervalMs: number;
  gateway: Gateway;
  wasender: PretendWasender;
  sender: Sender;
  workers: Worker[];
  /** Customers 1…n whose calls were told so far. */
  customers: Set<number>;
  channel: string;
  /** Starts one more process; from now on it gets the traffic. */
  start(env?: Record<string, string>): Promise<Worker>;
  /** The one that gets the traffic; another is started if it is dead. */
  ensureWorker(): Promise<Worker>;
  /** kill -9, and the process is gone when this resolves. */
  kill(name: string): Promise<void>;
  /** Tells of the calls of these customers, in parallel; repeated deliveries are the recovery's. */
  tell(...customers: number[]): Promise<void>;
  /** The same, with the traffic going to all living processes in turn. */
  tellEverywhere(...customers: number[]): Promise<void>;
  /** The scheduler's knock at one process; null when it was not answered. */
  tick(worker?: Worker): Promise<number | null>;
  /** The database's clock goes forward while no call is in it. */
  shift(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  intervalMs?: number;
  /** Settings of all processes. */
  env?: Record<string, string>;
  /** The database will be taken away in the middle. */
  databaseGoes?: boolean;
}

/** A database, the API before it, a pretend Wasender, and no process yet. */
export async function openStage(
  server: PostgresServer,
  seed: number,
  { intervalMs = 250, env: common = {}, databaseGoes = false }: StageOptions = {},
): Promise<Stage> {
  const database = await openStageDatabase(server, databaseGoes);
  const { sql } = database;
  const gateway = new Gateway(database.api);
  const wasender = new PretendWasender();
  await Promise.all([gateway.open(), wasender.open()]);
  await sql`update channels set min_interval_ms = ${intervalMs}, daily_limit = 0, configured_at = app.now()`;
  await sql`update workspaces set sending_hours = app.daily_hours('00:00', '24:00')`;
  const [{ id: channel }] = await sql<[{ id: string }]>`select id from channels`;
  const workers: Worker[] = [];
  let turn: number | null = null;
  const serving = () => {
    const living = workers.filter((worker) => worker.isAlive());
    return turn === null ? living.at(-1) : living[turn++ % living.length];
  };
  // A port where nobody listens, when all are dead.
  const sender = new Sender(() => serving()?.url ?? "http://127.0.0.1:9");
  const customers = new Set<number>();
  const stage: Stage = {
    ...{ sql, database: database.name, intervalMs, gateway, wasender, sender, workers, customers, channel },
    random: createRandom(seed),
    async start(env = {}) {
      const name = `worker-${workers.length + 1}`;
      const worker = await startWorker(name, {
        SUPABASE_URL: gateway.urlFor(name),
        SUPABASE_PUBLISHABLE_KEY: database.keys.publishableKey,
        SUPABASE_SECRET_KEY: database.keys.secretKey,
        WHATSAPP_API_URL: wasender.urlFor(name),
        WHATSAPP_API_TOKEN: secrets.whatsappToken,
        WHATSAPP_WEBHOOK_SECRET: secrets.whatsappWebhook,
        CLOUDTALK_WEBHOOK_SECRET: secrets.cloudtalk,
        CRON_SECRET: secrets.cron,
        ...common,
        ...env,
      });
      workers.push(worker);
      return worker;
    },
    ensureWorker: async () => serving() ?? stage.start(),
    kill: async (name) => workers.find((worker) => worker.name === name)?.stop("SIGKILL"),
    async tell(...told) {
      for (const n of told) customers.add(n);
      await Promise.all(told.map((n) => sender.call(`call ${n}`, endedCall(n))));
    },
    async tellEverywhere(...told) {
      turn = 0;
      await stage.tell(...told).finally(() => {
        turn = null;
      });
    },
    async tick(worker) {
      const { url } = worker ?? (await stage.ensureWorker());
      const headers = { authorization: `Bearer ${secrets.cron}` };
      const signal = AbortSignal.timeout(60_000);
      return fetch(`${url}/api/clock`, { method: "POST", headers, signal }).then(
        ({ status }) => status,
        () => null,
      );
    },
    shift: (ms) =>
      gateway.alone(async () => {
        await database.shiftClock(ms);
        wasender.shiftedMs += ms;
      }),
    async close() {
      await Promise.all(workers.map((worker) => worker.stop("SIGKILL")));
      await until("the last calls of the database to end", () => !gateway.isBusy());
      await Promise.all([gateway.close(), wasender.close()]);
      await database.close();
    },
  };
  return stage;
}
