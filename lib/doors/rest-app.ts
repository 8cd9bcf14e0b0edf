import type { Hono } from "hono";
import { Problem } from "../base/problem.ts";
import { logProvider } from "../outbox/log-provider.ts";
import { readSentLog } from "../outbox/read-sent-log.ts";
import { listMessages } from "../people/list-messages.ts";
import { checkHealth } from "../rest/check-health.ts";
import type { Services } from "../services.ts";
import { vendorNamed } from "../vendors/vendors.ts";
import { type AppEnv, createApp } from "../web/create-app.ts";
import { lazily } from "../web/lazily.ts";
import { staffSession } from "../web/staff-session.ts";

const consentApi = () => import("../rest/consent-api.ts");
const conversationsApi = () => import("../rest/conversations-api.ts");
const leadsApi = () => import("../rest/leads-api.ts");
const sendApi = () => import("../rest/whatsapp-send-api.ts");
const readApi = () => import("../rest/whatsapp-read-api.ts");
const ownSettingsApi = () => import("../rest/whatsapp-settings-api.ts");
const settingsApi = () => import("../rest/settings-api.ts");

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
    const services = c.get("services");
    const { config, vendors } = services;
    const source = query.get("source")?.trim() || "database";
    if (source !== "database" && source !== "provider") {
      throw new Problem("bad_request", 'The parameter "source" is one of: database, provider.');
    }
    const provider = source === "provider" ? await logProvider(client, services) : null;
    const log = provider ? await readSentLog({ provider, vendors }, query) : { source };
    if (provider && "messages" in log) {
      const title = vendorNamed(vendors, provider.name)?.title ?? provider.name;
      const note = `These are the messages that ${title} says it sent. It has no list of inbound messages: those are in our database only.`;
      return c.json({ ...log, note });
    }
    return c.json({ ...log, ...(await listMessages(client, query, config.defaultCountry)) });
  });
  app.post("/api/whatsapp/send", lazily(sendApi, "sendEither"));
  app.post("/api/whatsapp/send/text", lazily(sendApi, "sendText"));
  app.post("/api/whatsapp/send/template", lazily(sendApi, "sendTemplate"));
  app.get("/api/whatsapp/messages", lazily(readApi, "getMessages"));
  app.get("/api/whatsapp/templates", lazily(readApi, "getWhatsappTemplates"));
  app.get("/api/whatsapp/settings", lazily(ownSettingsApi, "getSettings"));
  app.post("/api/whatsapp/settings", lazily(ownSettingsApi, "postSettings"));
  app.get("/api/conversations", lazily(conversationsApi, "getConversations"));
  app.get("/api/conversations/:contact{[0-9]{1,15}}", lazily(conversationsApi, "getConversation"));
  app.post(
    "/api/conversations/:contact{[0-9]{1,15}}/messages",
    lazily(conversationsApi, "postConversationMessage"),
  );
  app.post("/api/leads", lazily(leadsApi, "postLead"));
  app.get("/api/leads", lazily(leadsApi, "getLeads"));
  app.get("/api/leads/:id{[0-9]{1,15}}", lazily(leadsApi, "getLead"));
  app.get("/api/contacts/:id{[0-9]{1,15}}/consent", lazily(consentApi, "contactConsent"));
  app.get("/api/consent.csv", lazily(consentApi, "allConsent"));
  app.get("/api/consent.xlsx", lazily(consentApi, "allConsent"));
  for (const path of ["/api/settings/:kind", "/api/rules"]) {
    app.get(path, lazily(settingsApi, "getSetting"));
    app.put(path, lazily(settingsApi, "putSetting"));
  }
  app.post(
    "/api/rules/try",
    lazily(() => import("../rest/rules-try-api.ts"), "tryRules"),
  );
  app.get(
    "/api/contacts/:id{[0-9]{1,15}}/export",
    lazily(() => import("../rest/export-contact-api.ts"), "getExport"),
  );
  app.get("/api/templates", lazily(settingsApi, "getTemplates"));
  app.post("/api/templates", lazily(settingsApi, "postTemplate"));
  app.delete("/api/templates/:key", lazily(settingsApi, "deleteTemplate"));
  return app;
}
