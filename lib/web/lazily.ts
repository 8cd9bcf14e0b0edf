import type { Context } from "hono";
import type { AppEnv } from "./create-app.ts";

type Handler = (c: Context<AppEnv>) => Response | Promise<Response>;

/** A handler whose module is loaded when it is first asked for: a page that few open must not slow down everybody's cold start. */
export function lazily<Name extends string>(load: () => Promise<Record<Name, Handler>>, name: Name): Handler {
  return async (c) => (await load())[name](c);
}
