import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { GraphError } from "../graph/graph-error.ts";
import { takeFault } from "../graph/take-fault.ts";
import type { Simulation } from "../simulation.ts";
import { closeRequest, openRequest, parseOrText } from "../world/request-log.ts";
import type { CunnektFault } from "../world/switches.ts";
import type { ApiRequest } from "../world/wire-entry.ts";
import type { CunnektPath } from "./parse-cunnekt.ts";
import { sendCunnekt } from "./send-cunnekt.ts";

export interface CunnektEnv {
  Bindings: HttpBindings;
  Variables: { entry: ApiRequest; fault: CunnektFault; input: unknown };
}

/** As documented, and as the product calls where one base address holds for all (`CUNNEKT_BASE_URL`). */
const PATHS: Record<string, CunnektPath> = {
  "/sendnotification": "sendnotification",
  "/replymessage": "replymessage",
  "/v1/sendnotification": "sendnotification",
  "/api/v1/whatsapp/replymessage": "replymessage",
  "/v1/messages": "messages",
  "/messages": "messages",
};

/** The pretend Cunnekt: its two documented calls on their bases, and the path an older system used. Mounted at `/cunnekt`. */
export function cunnektApp(sim: Simulation): Hono<CunnektEnv> {
  const app = new Hono<CunnektEnv>();
  app.use(recordCunnekt(sim), checkApiKey(sim));
  for (const [path, call] of Object.entries(PATHS)) app.post(path, (c) => sendCunnekt(sim, c, call));
  app.notFound((c) => c.json({ status: "error", message: "Not found" }, 404));
  app.onError((error, c) => {
    if (error instanceof GraphError) return c.json(error.body, error.status);
    return c.json({ status: "error", message: error.message }, 500);
  });
  return app;
}

function recordCunnekt({ world }: Simulation): MiddlewareHandler<CunnektEnv> {
  return async (c, next) => {
    const input = parseOrText(await c.req.text());
    const path = new URL(c.req.url).pathname.replace(/^\/cunnekt/, "");
    const entry = openRequest(world, { service: "cunnekt", method: c.req.method, path, body: input });
    c.set("entry", entry);
    c.set("input", input);
    await next();
    await closeRequest(world, entry, c.res);
  };
}

/** `API-KEY: <key>` (docs); the older system sent it as a bearer. */
function checkApiKey(sim: Simulation): MiddlewareHandler<CunnektEnv> {
  return async (c: Context<CunnektEnv>, next) => {
    const fault = takeFault<CunnektFault>(
      sim.world,
      { fault: "cunnektFault", once: "cunnektFaultOnce" },
      c.req.method === "POST",
    );
    c.set("fault", fault);
    if (fault === "html-502") return c.html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
    const given = c.req.header("api-key") ?? c.req.header("authorization")?.replace(/^Bearer /, "");
    const wanted = sim.settings.cunnekt?.apiKey;
    if (fault === "bad-key" || !wanted || given !== wanted) {
      return c.json({ status: "error", message: "Invalid API key" }, 401);
    }
    await next();
  };
}
