import type { MiddlewareHandler } from "hono";
import { keepRecent } from "../world/keep-recent.ts";
import type { ApiRequest } from "../world/wire-entry.ts";
import type { World } from "../world/world.ts";
import type { WasenderEnv } from "./wasender-env.ts";

/** Writes down every request with its time, then what was answered. Keys are never kept. */
export function recordRequest(world: World): MiddlewareHandler<WasenderEnv> {
  return async (c, next) => {
    const at = world.now();
    const input = parseOrText(await c.req.text());
    const entry: ApiRequest = {
      kind: "request",
      id: world.nextNumber("wire"),
      at,
      method: c.req.method,
      path: new URL(c.req.url).pathname.replace("/wasender/api", ""),
      body: input,
      status: null,
      answer: null,
      note: null,
      endedAt: null,
    };
    world.requests.push(entry);
    keepRecent(world.requests);
    c.set("entry", entry);
    c.set("input", input);
    world.touch();
    await next();
    entry.endedAt = world.now();
    if (entry.note !== "timeout" && entry.note !== "reset") {
      entry.status = c.res.status;
      entry.answer = parseOrText(await c.res.clone().text());
    }
    world.touch();
  };
}

function parseOrText(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
