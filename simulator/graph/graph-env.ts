import type { HttpBindings } from "@hono/node-server";
import type { MetaFault } from "../world/switches.ts";
import type { ApiRequest } from "../world/wire-entry.ts";

/** What every route of the pretend Graph API finds in its Hono context. */
export interface GraphEnv {
  Bindings: HttpBindings;
  Variables: { entry: ApiRequest; fault: MetaFault; input: unknown };
}
