import { Hono } from "hono";
import { cloudtalkApp } from "./cloudtalk/cloudtalk-app.ts";
import { controlApp } from "./control/control-app.ts";
import { stateJson } from "./control/state-json.ts";
import { pageApp } from "./page/page-app.ts";
import type { Simulation } from "./simulation.ts";
import { wasenderApp } from "./wasender/wasender-app.ts";

export function simulatorApp(sim: Simulation): Hono {
  const app = new Hono();
  app.route("/wasender/api", wasenderApp(sim));
  app.route("/cloudtalk/api", cloudtalkApp(sim));
  app.route("/control", controlApp(sim));
  app.get("/state.json", (c) => c.json(stateJson(sim)));
  app.route("/", pageApp(sim));
  return app;
}
