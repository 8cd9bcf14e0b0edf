import { Hono } from "hono";
import { cloudtalkApp } from "./cloudtalk/cloudtalk-app.ts";
import { controlApp } from "./control/control-app.ts";
import { stateJson } from "./control/state-json.ts";
import { cunnektApp } from "./cunnekt/cunnekt-app.ts";
import { graphApp } from "./graph/graph-app.ts";
import { pageApp } from "./page/page-app.ts";
import type { Simulation } from "./simulation.ts";
import { decryptedFile } from "./wasender/decrypted-file.ts";
import { sentFile } from "./wasender/sent-file.ts";
import { wasenderApp } from "./wasender/wasender-app.ts";

/** Nothing that the product sends is a page of the simulator's. */
const asFile = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
};

export function simulatorApp(sim: Simulation): Hono {
  const app = new Hono();
  app.route("/graph", graphApp(sim));
  app.route("/cunnekt", cunnektApp(sim));
  app.route("/wasender/api", wasenderApp(sim));
  // No key opens it, as with the real one: who has the link has the file.
  app.on("GET", ["/wasender/files/:id", "/files/:id"], (c) => {
    const id = c.req.param("id");
    const file = decryptedFile(sim.world, id) ?? sentFile(sim.world, id);
    return file ? c.body(file.bytes, 200, { "content-type": file.type, ...asFile }) : c.text("Gone", 410);
  });
  app.route("/cloudtalk/api", cloudtalkApp(sim));
  app.route("/control", controlApp(sim));
  app.get("/state.json", (c) => c.json(stateJson(sim)));
  app.route("/", pageApp(sim));
  return app;
}
