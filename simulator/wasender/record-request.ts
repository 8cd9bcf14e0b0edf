import type { MiddlewareHandler } from "hono";
import { closeRequest, openRequest, parseOrText } from "../world/request-log.ts";
import type { World } from "../world/world.ts";
import type { WasenderEnv } from "./wasender-env.ts";

/** Writes down every request with its time, then what was answered. Keys are never kept. */
export function recordRequest(
  world: World,
  service: "wasender" | "cloudtalk" = "wasender",
): MiddlewareHandler<WasenderEnv> {
  return async (c, next) => {
    const input = parseOrText(await c.req.text());
    const path = new URL(c.req.url).pathname.replace("/wasender/api", "");
    const entry = openRequest(world, { service, method: c.req.method, path, body: input });
    c.set("entry", entry);
    c.set("input", input);
    await next();
    await closeRequest(world, entry, c.res);
  };
}
