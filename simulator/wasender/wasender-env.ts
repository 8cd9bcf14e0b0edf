import type { HttpBindings } from "@hono/node-server";
import type { Fault } from "../world/switches.ts";
import type { ApiRequest } from "../world/wire-entry.ts";

/** What every route of the pretend Wasender finds in its Hono context. */
export interface WasenderEnv {
  Bindings: HttpBindings;
  Variables: { entry: ApiRequest; fault: Fault; input: unknown };
}
