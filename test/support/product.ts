import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { Hono } from "hono";
import { clockApp } from "../../lib/doors/clock-app.ts";
import { monitorApp } from "../../lib/doors/monitor-app.ts";
import { restApp } from "../../lib/doors/rest-app.ts";
import { webhookApp } from "../../lib/doors/webhook-app.ts";
import { environmentChannels } from "../../lib/outbox/channel-vendors.ts";
import { createServices, type Services } from "../../lib/services.ts";
import type { AppEnv } from "../../lib/web/create-app.ts";
import type { ClockReport } from "../../lib/work/run-clock.ts";
import { borrowTestDatabase, type TestDatabase } from "./test-database.ts";
import { type WasenderDouble, wasenderDouble, wasenderDoubleUrl } from "./wasender-double.ts";

export const secrets = {
  whatsappToken: "session-api-key-example-not-real",
  whatsappWebhook: "whatsapp-webhook-secret-of-the-tests",
  cloudtalkWebhook: "cloudtalk-webhook-secret-of-the-tests",
  cloudtalkSigning: `whsec_${Buffer.from("cloudtalk-signing-secret-of-tests").toString("base64")}`,
  cron: "cron-secret-of-the-tests",
};

export interface Product {
  db: TestDatabase;
  wasender: WasenderDouble;
  services: Services;
  doors: Record<"webhook" | "clock" | "rest" | "monitor", Hono<AppEnv>>;
  postCloudtalk(body: unknown, init?: RequestInit): Promise<Response>;
  postWasender(body: unknown, init?: RequestInit): Promise<Response>;
  tick(): Promise<ClockReport>;
  /** Waits for everything that a door left running after its response. */
  afterResponses(): Promise<void>;
  close(): Promise<void>;
}

/** The product on a database of its own, with Wasender's double outside. Sleeping moves the database's time. */
export async function createProduct(
  env: Record<string, string> = {},
  own: (services: { db: TestDatabase }) => Partial<Services> = () => ({}),
): Promise<Product> {
  const db = await borrowTestDatabase();
  // A Saturday morning in Rome, inside the sending hours.
  await db.freezeClock("2026-11-21T09:00:00Z");
  const wasender = wasenderDouble(() => db.now());
  const running: Promise<unknown>[] = [];
  const afterResponses = async () => {
    while (running.length > 0) await running.shift();
  };
  const services = createServices(
    {
      SUPABASE_URL: db.supabase.url,
      SUPABASE_PUBLISHABLE_KEY: db.supabase.publishableKey,
      SUPABASE_SECRET_KEY: db.supabase.secretKey,
      WHATSAPP_API_URL: wasenderDoubleUrl,
      WHATSAPP_API_TOKEN: secrets.whatsappToken,
      WHATSAPP_WEBHOOK_SECRET: secrets.whatsappWebhook,
      CLOUDTALK_WEBHOOK_SECRET: secrets.cloudtalkWebhook,
      CLOUDTALK_SIGNING_SECRET: secrets.cloudtalkSigning,
      CRON_SECRET: secrets.cron,
      ...env,
    },
    {
      supabaseFetch: db.supabase.fetch,
      background: (work) => void running.push(work()),
      sleep: (ms) => passTime(db, ms),
      log: {
        info: () => {},
        warn: () => {},
        error: (...said: unknown[]) => process.env.SHOW_LOG && console.error(...said),
      },
      ...own({ db }),
    },
  );
  const get = () => services;
  const doors = {
    webhook: webhookApp(get, services.vendors),
    clock: clockApp(get),
    rest: restApp(get),
    monitor: monitorApp(get),
  };
  await db.service.rpc("configure_default_channel", {
    settings: { ...services.config.firstStart, channels: environmentChannels(services) },
  });
  const post = async (path: string, secret: Record<string, string>, body: unknown, init: RequestInit = {}) =>
    doors.webhook.request(`http://aftercall.test${path}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
      headers: { "content-type": "application/json", ...secret, ...(init.headers as Record<string, string>) },
    });
  return {
    db,
    wasender,
    services,
    doors,
    postCloudtalk: (body, init) =>
      post("/webhook/cloudtalk", { "x-webhook-secret": secrets.cloudtalkWebhook }, body, init),
    postWasender: (body, init) =>
      post("/api/whatsapp-webhook", { "x-webhook-signature": secrets.whatsappWebhook }, body, init),
    async tick() {
      const response = await doors.clock.request("http://aftercall.test/api/clock", {
        method: "POST",
        headers: { authorization: `Bearer ${secrets.cron}` },
      });
      if (response.status !== 200)
        throw new Error(`tick answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as ClockReport;
    },
    afterResponses,
    async close() {
      await afterResponses();
      wasender.close();
      await db.close();
    },
  };
}

/** Id of the one channel that there is at first. */
export async function channelOf({ db }: Product): Promise<string> {
  const [row] = await db.sql<[{ id: string }]>`select id from channels order by created_at, id limit 1`;
  return row.id;
}

/** A worker's nap. Time does not jump over a send that another has on its way: its lease would end under it. */
async function passTime(db: TestDatabase, ms: number): Promise<void> {
  const inFlight = () => db.sql`select from whatsapp_send_attempts where outcome = 'in_flight'`;
  for (let looked = 0; looked < 100 && (await inFlight()).length > 0; looked += 1) await setImmediate();
  await db.shiftClock(ms);
}

/** One of the vendors' payloads, as a value to post or to change first. */
// biome-ignore lint/suspicious/noExplicitAny: a fixture is whatever the vendor sends
export function fixture(name: string): any {
  return JSON.parse(readFileSync(new URL(`../fixtures/provider/${name}.json`, import.meta.url), "utf8"));
}
