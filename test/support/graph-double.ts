import { Hono } from "hono";
import { http } from "msw";
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

/** What `createProduct` is given, so that its number is the double's. */
export const graphEnv = {
  META_WHATSAPP_ACCESS_TOKEN: secrets.accessToken,
  META_WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
  META_WHATSAPP_BUSINESS_ACCOUNT_ID: WABA_ID,
  META_WHATSAPP_APP_SECRET: secrets.appSecret,
  META_WHATSAPP_VERIFY_TOKEN: secrets.verifyToken,
};

export interface GraphDouble {
  /** Its customers, sends and switches; what the phone's functions take (`writeMessage`). */
  sim: Simulation;
  /** Lets Meta take this many of its steps (accepted, sent, delivered, read), and the product hear of them. */
  steps(count: number): Promise<void>;
}

/** The simulator's Graph API in this process, at Meta's own address; its webhooks go through the product's door. */
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
    },
  };
  const app = new Hono().route("/graph", graphApp(sim));
  product.wasender.use(
    http.all(`${graphUrl}/*`, ({ request }) => {
      const url = new URL(request.url);
      if (!url.pathname.startsWith("/graph/")) url.pathname = `/graph${url.pathname}`;
      return app.fetch(new Request(url, request));
    }),
    http.all(`${productUrl}/*`, ({ request }) => product.doors.webhook.fetch(request)),
  );
  return {
    sim,
    async steps(count) {
      for (let step = 0; step < count; step += 1) {
        clock.advance(stepMs);
        await sim.poster.idle();
        await product.afterResponses();
      }
    },
  };
}
