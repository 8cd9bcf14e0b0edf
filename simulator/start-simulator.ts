import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { webhookPoster } from "./post/webhook-poster.ts";
import { simulatorApp } from "./simulator-app.ts";
import type { SimulatorOptions } from "./simulator-options.ts";
import { systemClock } from "./world/clock.ts";
import { closableClock } from "./world/closable-clock.ts";
import { createWorld, type World } from "./world/world.ts";

export type { SimulatorOptions } from "./simulator-options.ts";
export type { World } from "./world/world.ts";

export interface Simulator {
  /** The page. */
  url: string;
  /** What `WHATSAPP_API_URL` is set to. */
  apiUrl: string;
  /** What `CLOUDTALK_API_URL` is set to. */
  cloudtalkApiUrl: string;
  /** What `META_GRAPH_URL` is set to. */
  graphUrl: string;
  /** What `CUNNEKT_BASE_URL` is set to. */
  cunnektUrl: string;
  world: World;
  setProductUrl(url: string): void;
  /** Resolves when no webhook is on its way: a test's "everything was said". */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A pretend CloudTalk, pretend Wasender, Meta and Cunnekt, and a customer's phone, on 127.0.0.1 only. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = closableClock({
    now: options.now ?? systemClock.now,
    schedule: options.schedule ?? systemClock.schedule,
  });
  const { minIntervalMs, dailyLimit } = options;
  const world = createWorld(clock, { minIntervalMs, dailyLimit });
  const settings = { ...options, statusDelayMs: options.statusDelayMs ?? 1500, ownUrl: "" };
  const poster = webhookPoster(world, () => settings.productUrl);
  const app = simulatorApp({ world, poster, settings });

  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  settings.ownUrl = url;
  return {
    url,
    apiUrl: `${url}/wasender/api`,
    cloudtalkApiUrl: `${url}/cloudtalk/api`,
    graphUrl: `${url}/graph`,
    cunnektUrl: `${url}/cunnekt`,
    world,
    setProductUrl(productUrl) {
      settings.productUrl = productUrl;
      world.touch();
    },
    idle: () => poster.idle(),
    async close() {
      clock.close();
      poster.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
