import { type Context, Hono } from "hono";
import { FORM } from "../leads/pretend-lead.ts";
import type { Simulation } from "../simulation.ts";
import { APP_ID, PHONE_NUMBER_ID, WABA_ID } from "./account.ts";
import { checkGraph } from "./check-graph.ts";
import type { GraphEnv } from "./graph-env.ts";
import { GraphError, noSuchObject } from "./graph-error.ts";
import { formNode, leadNode, listForms, listLeads, pageApps } from "./lead-nodes.ts";
import { deleteMedia, downloadMedia, uploadMedia } from "./media.ts";
import { debugToken, node, numberFields, pick, subscribedApps, subscriptions } from "./nodes.ts";
import { recordGraph } from "./record-graph.ts";
import { sendGraphMessage } from "./send-message.ts";
import { deleteTemplates } from "./templates/delete-templates.ts";
import { listTemplates } from "./templates/list-templates.ts";
import { createTemplate, editTemplate, unpauseTemplate } from "./templates/write-template.ts";

/** The pretend Graph API: the paths under one version that a WhatsApp business uses (docs). Mounted at `/graph`. */
export function graphApp(sim: Simulation): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();
  app.use(recordGraph(sim.world));
  app.get("/lookaside/:key", (c) => downloadMedia(sim, c));
  app.use("/:version/*", checkGraph(sim));
  const id = (c: Context) => c.req.param("id") ?? "";
  const ours = (wanted: string, c: Context<GraphEnv>) => {
    if (id(c) !== wanted) throw noSuchObject(c.req.method, id(c));
  };

  app.get("/:version/debug_token", (c) => c.json(debugToken(sim, c.req.query("input_token"))));
  app.post("/:version/:id/messages", (c) => {
    ours(PHONE_NUMBER_ID, c);
    return sendGraphMessage(sim, c);
  });
  app.post("/:version/:id/media", (c) => {
    ours(PHONE_NUMBER_ID, c);
    return uploadMedia(sim, c);
  });
  app.get("/:version/:id/phone_numbers", (c) => {
    ours(WABA_ID, c);
    const usual = ["verified_name", "display_phone_number", "quality_rating", "code_verification_status"];
    return c.json({ data: [pick(numberFields(sim), c.req.query("fields"), usual)] });
  });
  app.get("/:version/:id/message_templates", (c) => {
    ours(WABA_ID, c);
    return c.json(listTemplates(sim, new URL(c.req.url).searchParams));
  });
  app.post("/:version/:id/message_templates", (c) => {
    ours(WABA_ID, c);
    return c.json(createTemplate(sim, c.get("input")));
  });
  app.delete("/:version/:id/message_templates", (c) => {
    ours(WABA_ID, c);
    return c.json(deleteTemplates(sim, c.req.query("name"), c.req.query("hsm_id")));
  });
  app.on(["GET", "POST", "DELETE"], "/:version/:id/subscribed_apps", (c) => {
    if (id(c) === FORM.page) return c.json(c.req.method === "GET" ? pageApps() : { success: true });
    ours(WABA_ID, c);
    if (c.req.method === "GET") return c.json(subscribedApps(sim));
    sim.world.meta.isSubscribed = c.req.method === "POST";
    sim.world.touch();
    return c.json({ success: true });
  });
  app.get("/:version/:id/subscriptions", (c) => {
    ours(APP_ID, c);
    return c.json(subscriptions(sim));
  });
  app.post("/:version/:id/unpause", (c) => c.json(unpauseTemplate(sim, id(c))));
  app.get("/:version/:id/leads", (c) => c.json(listLeads(sim, id(c), new URL(c.req.url).searchParams)));
  app.get("/:version/:id/leadgen_forms", (c) => c.json(listForms(id(c), c.req.query("fields"))));
  app.get("/:version/:id", (c) => {
    const fields = c.req.query("fields");
    return c.json(leadNode(sim, id(c), fields) ?? formNode(id(c), fields) ?? node(sim, id(c), fields));
  });
  app.post("/:version/:id", (c) => c.json(editTemplate(sim, id(c), c.get("input"))));
  app.delete("/:version/:id", (c) => c.json(deleteMedia(sim, id(c))));

  app.notFound((c) => c.json(new GraphError(2500, "Unknown path components").body, 400));
  app.onError((error, c) => {
    const known = error instanceof GraphError ? error : new GraphError(1, error.message, { status: 500 });
    return c.json(known.body, known.status);
  });
  return app;
}
