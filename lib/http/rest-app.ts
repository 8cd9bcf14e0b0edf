import type { Hono } from "hono";
import { listMessages } from "../messages/list-messages.ts";
import type { Services } from "../services.ts";
import { checkHealth } from "./check-health.ts";
import { type AppEnv, createApp } from "./create-app.ts";
import { staffSession } from "./staff-session.ts";

/** JSON for staff and programs. */
export function restApp(services: () => Services): Hono<AppEnv> {
  const app = createApp(services);
  app.get("/api/health", async (c) => {
    const health = await checkHealth(c.get("services"));
    return c.json(health, health.ok ? 200 : 503);
  });
  app.get("/api/whatsapp-incoming", async (c) => {
    const { client } = await staffSession(c);
    const query = new URL(c.req.url).searchParams;
    return c.json(await listMessages(client, query, c.get("services").config.defaultCountry));
  });
  return app;
}
