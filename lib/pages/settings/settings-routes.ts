import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const setting = () => import("./setting-actions.ts");
const templates = () => import("./templates-actions.ts");
const rules = () => import("./rules/rules-actions.ts");
const rule = () => import("./rules/rule-actions.ts");
const mapping = () => import("./mapping/mapping-actions.ts");
const channels = () => import("./channels/channel-actions.ts");
const people = () => import("./people/people-actions.ts");
const connection = () => import("./channels/show-connection.ts");
const answers = () => import("./answers/answers-actions.ts");
const alerts = () => import("./alerts/alerts-actions.ts");
const company = () => import("./company/company-actions.ts");
const programs = () => import("./programs/programs-actions.ts");
const trial = () => import("./try/try-actions.ts");

/** The settings' pages, which few open: loaded when somebody does. */
export function settingsRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/settings",
    lazily(() => import("./settings-index.ts"), "showSettings"),
  );
  app.get("/monitor/settings/rules", lazily(rules, "showRules"));
  app.post("/monitor/settings/rules", lazily(rules, "changeRules"));
  app.get("/monitor/settings/rules/history", lazily(rules, "showHistory"));
  app.post("/monitor/settings/rules/history", lazily(rules, "restoreRules"));
  app.get("/monitor/settings/rules/edit", lazily(rule, "showRule"));
  app.post("/monitor/settings/rules/edit", lazily(rule, "saveRule"));
  app.get("/monitor/settings/rules/try", lazily(trial, "showTrial"));
  app.post("/monitor/settings/rules/try", lazily(trial, "runTrial"));
  app.get("/monitor/settings/templates", lazily(templates, "showTemplates"));
  app.get("/monitor/settings/templates/edit", lazily(templates, "showTemplate"));
  app.post("/monitor/settings/templates/edit", lazily(templates, "saveTemplateForm"));
  app.post("/monitor/settings/templates/preview", lazily(templates, "previewTemplate"));
  app.get("/monitor/settings/fields", lazily(mapping, "showMapping"));
  app.post("/monitor/settings/fields", lazily(mapping, "changeMapping"));
  app.post("/monitor/settings/fields/reread", lazily(mapping, "rereadOlder"));
  const channel = "/monitor/settings/channels/:id{[0-9a-f-]{36}}";
  app.get("/monitor/settings/channels", lazily(channels, "showChannels"));
  app.get("/monitor/settings/channels/add", lazily(channels, "showNewChannel"));
  app.post("/monitor/settings/channels/add", lazily(channels, "saveNewChannel"));
  app.get(channel, lazily(channels, "showChannel"));
  app.get(`${channel}/connect`, lazily(connection, "showConnection"));
  app.get(`${channel}/connect/live`, lazily(connection, "liveConnection"));
  app.post(`${channel}/name`, lazily(channels, "renameChannel"));
  app.post(`${channel}/pace`, lazily(channels, "changePace"));
  app.post(`${channel}/credentials`, lazily(channels, "saveCredentials"));
  app.post(`${channel}/test`, lazily(channels, "testChannel"));
  app.post(`${channel}/pause`, lazily(channels, "pauseChannel"));
  app.post(`${channel}/resume`, lazily(channels, "pauseChannel"));
  app.post(`${channel}/first`, lazily(channels, "chooseFirst"));
  app.post(`${channel}/retire`, lazily(channels, "retireChannel"));
  app.get("/monitor/settings/answers", lazily(answers, "showAnswers"));
  app.post("/monitor/settings/answers", lazily(answers, "saveAnswer"));
  app.get("/monitor/settings/company", lazily(company, "showCompany"));
  app.post("/monitor/settings/company", lazily(company, "saveCompany"));
  app.get("/monitor/settings/alerts", lazily(alerts, "showAlerts"));
  app.post("/monitor/settings/alerts/webhook", lazily(alerts, "saveWebhook"));
  app.post("/monitor/settings/alerts/email", lazily(alerts, "saveEmail"));
  app.post("/monitor/settings/alerts/remove", lazily(alerts, "removeReceiver"));
  app.post("/monitor/settings/alerts/kinds", lazily(alerts, "chooseKinds"));
  app.post("/monitor/settings/alerts/test", lazily(alerts, "testAlerts"));
  const member = "/monitor/settings/people/:id{[0-9a-f-]{36}}";
  app.get("/monitor/settings/people", lazily(people, "showPeople"));
  app.post("/monitor/settings/people", lazily(people, "invite"));
  app.post(member, lazily(people, "changeMember"));
  app.post(`${member}/link`, lazily(people, "makeLink"));
  app.post(`${member}/remove`, lazily(people, "dismiss"));
  app.get("/monitor/settings/programs", lazily(programs, "showPrograms"));
  app.post("/monitor/settings/programs", lazily(programs, "makeKey"));
  app.post("/monitor/settings/programs/:id{[0-9a-f-]{36}}/revoke", lazily(programs, "revokeKey"));
  const one = "/monitor/settings/:kind{hours|cooldown|consent|machines|reminders|retention}";
  app.get(one, lazily(setting, "showSetting"));
  app.post(one, lazily(setting, "saveSettingForm"));
}
