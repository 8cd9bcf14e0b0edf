import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { SimulatorOptions } from "../../simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../simulator/start-simulator.ts";
import { type ManualClock, manualClock } from "../../simulator/world/manual-clock.ts";

export const DELAY = 1000;
export const SECRETS = {
  whatsappToken: "session-api-key-of-tests",
  whatsappWebhookSecret: "wasender-secret",
  cloudtalkWebhookSecret: "cloudtalk secret&",
  cloudtalkSigningSecret: `whsec_${Buffer.from("a signing secret of thirty-two b").toString("base64")}`,
  meta: { accessToken: "EAA-of-tests", appSecret: "app-secret-of-tests", verifyToken: "verify me & mine" },
  cunnekt: { apiKey: "cunnekt-key-of-tests", webhookToken: "cunnekt token&" },
  googleLeadsKey: "google-key-of-tests",
};

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape; tests say what they expect of them.
type Loose = any;

/** The body of an answer, of whatever shape. */
export function jsonOf(response: Response): Promise<Loose> {
  return response.json();
}

export interface Received {
  path: string;
  query: URLSearchParams;
  headers: Headers;
  raw: string;
  body: Loose;
}

export interface Harness {
  sim: Simulator;
  clock: ManualClock;
  /** What the stub of the product received, in order of arrival. */
  received: Received[];
  /** What the stub answers. */
  answer: { status: number };
  /** Moves the time and waits until every webhook is answered. */
  pass(ms: number): Promise<void>;
  /** Moves the time on and on until it holds. */
  passUntil(holds: () => boolean): Promise<void>;
  api(path: string, init?: RequestInit & { key?: string }): Promise<Response>;
  send(body?: unknown, init?: RequestInit): Promise<Response>;
  /** `path` under the version, as `/{phone-number-id}/messages`; POST where there is a body. */
  graph(path: string, body?: unknown, init?: RequestInit): Promise<Response>;
  cunnekt(path: string, body: unknown, key?: string): Promise<Response>;
  control(order: string, body?: unknown): Promise<Response>;
  events(name?: string): Loose[];
  close(): Promise<void>;
}

/** The simulator over real loopback HTTP, a stub in the product's place, and a clock that stands still. */
export async function startHarness(options: Partial<SimulatorOptions> = {}): Promise<Harness> {
  const clock = manualClock();
  const received: Received[] = [];
  const answer = { status: 200 };
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request) => {
      const url = new URL(request.url);
      const raw = await request.text();
      received.push({
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        raw,
        body: raw === "" ? null : JSON.parse(raw),
      });
      const challenge = url.searchParams.get("hub.challenge");
      if (challenge) return new Response(challenge);
      return Response.json({ status: answer.status }, { status: answer.status });
    },
  }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const productUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sim = await startSimulator({
    port: 0,
    productUrl,
    ...SECRETS,
    minIntervalMs: 0,
    dailyLimit: 0,
    statusDelayMs: DELAY,
    now: clock.now,
    schedule: clock.schedule,
    ...options,
  });

  const harness: Harness = {
    sim,
    clock,
    received,
    answer,
    async pass(ms) {
      clock.advance(ms);
      await sim.idle();
    },
    async passUntil(holds) {
      for (let turn = 0; turn < 500 && !holds(); turn += 1) {
        await harness.pass(DELAY / 10);
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (!holds()) throw new Error(`never: ${holds}`);
    },
    api(path, { key = SECRETS.whatsappToken, ...init } = {}) {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      return fetch(`${sim.apiUrl}${path}`, { headers, ...init });
    },
    send(body = { to: "+393331002001", text: "Buongiorno" }, init = {}) {
      return harness.api("/send-message", { method: "POST", body: JSON.stringify(body), ...init });
    },
    graph(path, body, init = {}) {
      const headers = {
        authorization: `Bearer ${SECRETS.meta.accessToken}`,
        "content-type": "application/json",
      };
      const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      return fetch(`${sim.graphUrl}/v26.0${path}`, { headers, ...sent, ...init });
    },
    cunnekt(path, body, key = SECRETS.cunnekt.apiKey) {
      const headers = { "api-key": key, "content-type": "application/json" };
      return fetch(`${sim.cunnektUrl}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    },
    control(order, body = {}) {
      const headers = { "content-type": "application/json" };
      return fetch(`${sim.url}/control/${order}`, { method: "POST", headers, body: JSON.stringify(body) });
    },
    events(name) {
      const bodies = received.map((delivery) => delivery.body);
      return name ? bodies.filter((body) => body.event === name) : bodies;
    },
    async close() {
      await sim.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return harness;
}
