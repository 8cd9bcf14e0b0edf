import { Hono } from "hono";
import type { Simulation } from "../simulation.ts";
import { stopStory } from "../story/play-story.ts";
import { controlCall } from "./control-call.ts";
import { controlCustomer } from "./control-customer.ts";
import { ControlError } from "./control-error.ts";
import { controlLead } from "./control-lead.ts";
import { controlMessage } from "./control-message.ts";
import { controlMeta } from "./control-meta.ts";
import { controlStory } from "./control-story.ts";
import { controlSwitch } from "./control-switch.ts";

/** The buttons of the page, for scripts too. JSON only: a foreign page cannot post that unasked. */
export function controlApp(sim: Simulation): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    if (!c.req.header("content-type")?.startsWith("application/json")) {
      throw new ControlError(415, "not_json", "The body must be application/json.");
    }
    await next();
  });
  const body = (c: { req: { json(): Promise<unknown> } }) =>
    c.req.json().catch(() => {
      throw new ControlError(400, "not_json", "The body is not JSON.");
    });

  app.post("/call", async (c) => c.json(controlCall(sim, await body(c))));
  app.post("/lead", async (c) => c.json(await controlLead(sim, await body(c))));
  app.post("/message", async (c) => c.json(controlMessage(sim, await body(c))));
  app.post("/customer", async (c) => c.json(controlCustomer(sim, await body(c))));
  app.post("/switch", async (c) => c.json(controlSwitch(sim, await body(c))));
  app.post("/meta", async (c) => c.json(await controlMeta(sim, await body(c))));
  app.post("/story", async (c) => c.json(controlStory(sim, await body(c))));
  app.post("/story/stop", (c) => {
    stopStory(sim);
    return c.json({ ok: true });
  });

  app.onError((error, c) => {
    const known = error instanceof ControlError ? error : new ControlError(500, "broken", error.message);
    return c.json({ error: { code: known.code, message: known.message } }, known.status);
  });
  return app;
}
