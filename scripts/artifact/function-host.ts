// The process of one built function, as Vercel's launcher for Node starts it: forked by start-function.ts with the
// handler's path, it loads the handler, then serves it on a free port and tells the port over IPC.

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { createAdaptorServer } from "@hono/node-server";

export type FromHost = { type: "listening"; port: number } | { type: "waitUntil" };

process.on("disconnect", () => process.exit(0));

const tell = (message: FromHost) => void process.send?.(message);
const context = {
  get: () => ({
    waitUntil(promise: Promise<unknown>) {
      tell({ type: "waitUntil" });
      promise.catch((error) => console.error("waitUntil:", error));
    },
  }),
};
(globalThis as Record<symbol, unknown>)[Symbol.for("@vercel/request-context")] = context;

let handler = (await import(pathToFileURL(process.argv[2] ?? "").href)) as {
  default?: typeof handler;
  fetch?: (request: Request) => Response | Promise<Response>;
};
// Vercel unwraps nested defaults, and calls fetch without its object (@vercel/node 64, serverless-handler).
for (let depth = 0; depth < 5 && handler.default; depth += 1) handler = handler.default;
const handle = handler.fetch;
if (typeof handle !== "function") throw new Error("The function has no `export default { fetch }`.");

const server = createAdaptorServer({
  fetch: ({ url, method, headers, body }) =>
    handle(new Request(url, { method, headers, body, ...(body ? { duplex: "half" as const } : {}) })),
  overrideGlobalObjects: false,
}) as Server;
server.listen(0, "127.0.0.1", () =>
  tell({ type: "listening", port: (server.address() as AddressInfo).port }),
);
