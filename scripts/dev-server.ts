// The process that serves the doors in development, started by dev.ts and spoken to over IPC:
// loaded → listen → listening → close → released. It loads before it listens, so that a version of the code that
// does not even load never takes the place of one that runs.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { createAdaptorServer } from "@hono/node-server";
import { installBackgroundWork } from "./dev-server/background-work.ts";
import { createDevApp } from "./dev-server/create-dev-app.ts";
import { loadDoors } from "./dev-server/doors.ts";
import type { FromServer, ToServer } from "./dev-server/messages.ts";
import { createRoutes } from "./dev-server/routes.ts";

const root = join(import.meta.dirname, "..");
const tell = (message: FromServer) => process.send?.(message);

// Ctrl-C reaches the whole group: dev.ts decides the order in which it ends.
process.on("SIGINT", () => {});
// dev.ts is gone, killed even: nobody would ever end this process.
process.on("disconnect", () => process.exit(0));

const background = installBackgroundWork((error) => console.error("Background work failed:", error));

try {
  const routes = createRoutes(JSON.parse(await readFile(join(root, "vercel.json"), "utf8")));
  const doors = await loadDoors(join(root, "api"));
  serve(createDevApp({ routes, doors, publicFolder: join(root, "public") }));
} catch (error) {
  tell({ type: "failed", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
}

/** The adapter's own Request only looks like one: what copies it, as a body limit does, needs the runtime's. */
function nativeRequest(request: Request): Request {
  const { url, method, headers, body } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(url, { method, headers, ...(hasBody && body ? { body, duplex: "half" } : {}) });
}

function serve(app: ReturnType<typeof createDevApp>): void {
  const server = createAdaptorServer({
    fetch: (request) => app.fetch(nativeRequest(request)),
    overrideGlobalObjects: false,
  });
  server.on("error", (error) => tell({ type: "failed", reason: error.message }));
  server.on("listening", () => tell({ type: "listening" }));

  process.on("message", async (message: ToServer) => {
    if (message.type === "listen") {
      server.listen(message.port, "127.0.0.1");
      return;
    }
    const requests = new Promise((resolve) => server.close(resolve));
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    tell({ type: "released" });
    await Promise.race([requests.then(() => background.settled()), after(message.graceMs)]);
    process.exit(0);
  });
  tell({ type: "loaded" });
}
