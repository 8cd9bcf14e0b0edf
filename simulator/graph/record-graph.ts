import type { MiddlewareHandler } from "hono";
import { closeRequest, openRequest, parseOrText } from "../world/request-log.ts";
import type { World } from "../world/world.ts";
import type { GraphEnv } from "./graph-env.ts";

/** Writes down every request, then what was answered; of an upload only that it is one, of tokens nothing. */
export function recordGraph(world: World): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const isForm = c.req.header("content-type")?.startsWith("multipart/form-data") ?? false;
    const input = isForm ? "(multipart/form-data)" : parseOrText(await c.req.text());
    const { pathname } = new URL(c.req.url);
    const path = pathname.replace(/^\/graph/, "").replace(/(\/lookaside\/).*/, "$1…");
    const entry = openRequest(world, { service: "meta", method: c.req.method, path, body: input });
    c.set("entry", entry);
    c.set("input", input);
    await next();
    await closeRequest(world, entry, c.res);
  };
}
