import type { MiddlewareHandler } from "hono";
import type { Simulation } from "../simulation.ts";
import type { Fault } from "../world/switches.ts";
import type { WasenderEnv } from "./wasender-env.ts";

const GATEWAY_PAGE = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`;

/** The two switches that stand before every route, and the bearer key: the session's, or the account's for sessions. */
export function checkKey(sim: Simulation): MiddlewareHandler<WasenderEnv> {
  return async (c, next) => {
    const fault = takeFault(sim, c.req.method === "POST" && c.req.path.endsWith("/send-message"));
    c.set("fault", fault);
    if (fault === "html-502") return c.html(GATEWAY_PAGE, 502);
    const given = c.req.header("authorization") ?? "";
    if (given === "") return c.json({ success: false, message: "API key is required" }, 401);
    const isAccount = c.req.path.includes("/whatsapp-sessions");
    const wanted = isAccount ? sim.settings.wasenderPersonalToken : sim.settings.whatsappToken;
    if (fault === "bad-key" || !wanted || given !== `Bearer ${wanted}`) {
      // The vendor's own spelling, for the account's token.
      if (isAccount) return c.json({ success: false, message: "Unnotarized" }, 401);
      return c.json({ success: false, message: "Invalid API key" }, 401);
    }
    await next();
  };
}

/** "Only the next send" leaves every other request alone and switches itself off. */
function takeFault(sim: Simulation, isSend: boolean): Fault {
  const { switches } = sim.world;
  const { fault } = switches;
  if (!switches.faultOnce) return fault;
  if (!isSend) return "none";
  switches.fault = "none";
  switches.faultOnce = false;
  sim.world.touch();
  return fault;
}
