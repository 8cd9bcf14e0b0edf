// A process that serves the doors a scheduler and a webhook knock at, as one instance of the deployed functions would.
// Its limits on waiting can be shortened; everything else is the product's own. Told its port over IPC; tells how many
// background works it runs, as Vercel knows it of a function.

import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { clockApp } from "../../../lib/doors/clock-app.ts";
import { webhookApp } from "../../../lib/doors/webhook-app.ts";
import { createServices } from "../../../lib/services.ts";
import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";

export type FromWorker = { type: "listening"; port: number } | { type: "working"; works: number };

const tell = (message: FromWorker) => process.connected && process.send?.(message);
process.on("disconnect", () => process.exit(0));

const env = process.env;
const sendTimeoutMs = Number(env.FAULT_SEND_TIMEOUT_MS);
const databaseTimeoutMs = Number(env.FAULT_DATABASE_TIMEOUT_MS);
let works = 0;
const idle: (() => void)[] = [];
function count(change: 1 | -1): void {
  works += change;
  tell({ type: "working", works });
  if (works === 0) for (const resolve of idle) resolve();
}
const services = createServices(env, {
  background(work) {
    count(1);
    work()
      .catch((error) => console.error("background work failed:", error))
      .finally(() => count(-1));
  },
  ...(sendTimeoutMs > 0 && {
    providerOf: async () =>
      createWasenderProvider({
        apiUrl: env.WHATSAPP_API_URL!,
        apiKey: env.WHATSAPP_API_TOKEN!,
        timeoutMs: sendTimeoutMs,
      }),
  }),
  ...(databaseTimeoutMs > 0 && {
    supabaseFetch: ((input, init) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(databaseTimeoutMs) })) as typeof fetch,
  }),
});
const webhook = webhookApp(() => services);
const clock = clockApp(() => services);

const server = createAdaptorServer({
  fetch: ({ url, method, headers, body }) => {
    const app = new URL(url).pathname === "/api/clock" ? clock : webhook;
    return app.fetch(
      new Request(url, { method, headers, body, ...(body ? { duplex: "half" as const } : {}) }),
    );
  },
  overrideGlobalObjects: false,
});
server.listen(0, "127.0.0.1", () =>
  tell({ type: "listening", port: (server.address() as AddressInfo).port }),
);

// A polite deploy: no new requests, what runs may end.
process.on("SIGTERM", () => {
  server.close(() => {
    if (works === 0) process.exit(0);
    idle.push(() => process.exit(0));
  });
  if ("closeIdleConnections" in server) server.closeIdleConnections();
});
