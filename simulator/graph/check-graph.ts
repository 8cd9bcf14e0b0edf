import type { MiddlewareHandler } from "hono";
import type { Simulation } from "../simulation.ts";
import type { MetaFault } from "../world/switches.ts";
import { APP_ID } from "./account.ts";
import type { GraphEnv } from "./graph-env.ts";
import { GraphError } from "./graph-error.ts";
import { takeFault } from "./take-fault.ts";

/** What is served in November 2026, oldest first; another version is served as the oldest (docs, versioning). */
const VERSIONS = ["v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0"];

/** Before every route: the version, which the answer names as it was served, the faults, and the token. */
export function checkGraph(sim: Simulation): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const version = c.req.param("version") ?? "";
    if (!/^v\d+\.\d+$/.test(version)) {
      throw new GraphError(100, "Invalid version format. Use format like 'v23.0'");
    }
    const isKnown = VERSIONS.includes(version) && !sim.world.switches.metaOldVersion;
    c.header("facebook-api-version", isKnown ? version : VERSIONS[0]);
    c.header("x-fb-trace-id", "simulator");
    const isSend = c.req.method === "POST" && c.req.path.endsWith("/messages");
    const fault = takeFault<MetaFault>(sim.world, { fault: "metaFault", once: "metaFaultOnce" }, isSend);
    c.set("fault", fault);
    if (fault === "html-502") return c.html("<html><body><h1>502 Bad Gateway</h1></body></html>", 502);
    const given = c.req.header("authorization")?.replace(/^Bearer /, "") ?? c.req.query("access_token");
    if (!given) {
      throw new GraphError(104, "An access token is required to request this resource", { status: 401 });
    }
    const { meta } = sim.settings;
    // The app itself speaks as `id|secret`.
    const isApp = given === `${APP_ID}|${meta?.appSecret}`;
    if (fault === "bad-token" || !meta || (given !== meta.accessToken && !isApp)) {
      const message = "Error validating access token: Session has expired";
      throw new GraphError(190, message, { status: 401, error_subcode: 463 });
    }
    await next();
  };
}
