import { Hono } from "hono";
import { http } from "msw";
import { cunnektApp } from "../../simulator/cunnekt/cunnekt-app.ts";
import { PHONE_NUMBER_ID, WABA_ID } from "../../simulator/graph/account.ts";
import { graphApp } from "../../simulator/graph/graph-app.ts";
import { webhookPoster } from "../../simulator/post/webhook-poster.ts";
import type { Simulation } from "../../simulator/simulation.ts";
import { manualClock } from "../../simulator/world/manual-clock.ts";
import { createWorld } from "../../simulator/world/world.ts";
import type { Product } from "./product.ts";

const graphUrl = "https://graph.facebook.com";
const productUrl = "http://aftercall.test";
const stepMs = 1000;
const secrets = {
  accessToken: "EAA-of-the-tests",
  appSecret: "app-secret-of-tests",
  verifyToken: "verify-token-of-tests",
};
const cunnektSecrets = { apiKey: "cunnekt-key-of-tests", webhookToken: "cunnekt-webhook-token-of-the-tests" };

/** Of the pretend Google: what `GOOGLE_LEADS_KEY` is set to. */
export const googleLeadsKey = "google-key-of-the-tests";

/** What `createProduct` is given, so that its number is the double's. */
export const graphEnv = {
  META_WHATSAPP_ACCESS_TOKEN: secrets.accessToken,
  META_WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
  META_WHATSAPP_BUSINESS_ACCOUNT_ID: WABA_ID,
  META_WHATSAPP_APP_SECRET: secrets.appSecret,
  META_WHATSAPP_VERIFY_TOKEN: secrets.verifyToken,
};

/** The same of the double's number at Cunnekt. */
export const cunnektEnv = {
  CUNNEKT_API_KEY: cunnektSecrets.apiKey,
  CUNNEKT_WEBHOOK_TOKEN: cunnektSecrets.webhookToken,
};

export interface GraphDouble {
  /** Its customers, sends and switches; what the phone's functions take (`writeMessage`). */
  sim: Simulation;
  /** Lets Meta take this many of its steps (accepted, sent, delivered, read), and the product hear of them. */
  steps(count: number): Promise<void>;
  /** The same for any time, ms, and by the database's clock too. */
  pass(ms: number): Promise<void>;
  /** Their time goes on while the product waits for an answer. */
  hear(ms: number): Promise<void>;
  /** What the pretend vendors answer to a request at their own addresses. */
  ask(request: Request): Promise<Response>;
}

/** The simulator's Graph API and Cunnekt in this process, at their own addresses; their webhooks go through the product's door. */
export async function graphDouble(product: Product): Promise<GraphDouble> {
  const clock = manualClock((await product.db.now()).getTime());
  const world = createWorld(clock, { minIntervalMs: 0, dailyLimit: 0 });
  const sim: Simulation = {
    world,
    poster: webhookPoster(world, () => productUrl),
    settings: {
      port: 0,
      productUrl,
      whatsappToken: "",
      whatsappWebhookSecret: "",
      cloudtalkWebhookSecret: "",
      cloudtalkSigningSecret: "",
      minIntervalMs: 0,
      dailyLimit: 0,
      statusDelayMs: stepMs,
      ownUrl: graphUrl,
      meta: secrets,
      cunnekt: cunnektSecrets,
      googleLeadsKey,
    },
  };
  const app = new Hono().route("/graph", graphApp(sim)).route("/cunnekt", cunnektApp(sim));
  const ask = async (request: Request) => {
    const url = new URL(request.url);
    const mount = url.hostname.endsWith("cunnekt.com") ? "/cunnekt" : "/graph";
    if (!url.pathname.startsWith(`${mount}/`)) url.pathname = `${mount}${url.pathname}`;
    return app.fetch(new Request(url, request));
  };
  const outside = [`${graphUrl}/*`, "https://app.cunnekt.com/*", "https://app2.cunnekt.com/*"];
  product.wasender.use(
    ...outside.map((url) => http.all(url, ({ request }) => ask(request))),
    http.all(`${productUrl}/*`, ({ request }) => product.doors.webhook.fetch(request)),
  );
  const hear = async (ms: number) => {
    clock.advance(ms);
    await sim.poster.idle();
  };
  const advance = async (ms: number) => {
    await hear(ms);
    await product.afterResponses();
  };
  return {
    sim,
    ask,
    hear,
    async steps(count) {
      for (let step = 0; step < count; step += 1) await advance(stepMs);
    },
    async pass(ms) {
      await product.db.shiftClock(ms);
      await advance(Math.max(0, (await product.db.now()).getTime() - clock.now()));
    },
  };
}
