import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const setting = () => import("./setting-actions.ts");
const templates = () => import("./templates-actions.ts");
const reviews = () => import("./whatsapp/review-actions.ts");
const adoption = () => import("./whatsapp/adopt-actions.ts");
const rules = () => import("./rules/rules-actions.ts");
const rule = () => import("./rules/rule-actions.ts");
const mapping = () => import("./mapping/mapping-actions.ts");
const channels = () => import("./channels/channel-actions.ts");
const move = () => import("./channels/move/show-move.ts");
const people = () => import("./people/people-actions.ts");
const connection = () => import("./channels/show-connection.ts");
const answers = () => import("./answers/answers-actions.ts");
const alerts = () => import("./alerts/alerts-actions.ts");
const company = () => import("./company/company-actions.ts");
const programs = () => import("./programs/programs-actions.ts");
const formKeys = () => import("./form-keys/form-keys-actions.ts");
const trial = () => import("./try/try-actions.ts");

/** The settings' pages, which few open: loaded when somebody does. */
export function settingsRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/settings",
    lazily(() => import("./settings-index.ts"), "showSettings"),
  );
  for (const path of ["/monitor/settings/rules", "/monitor/settings/lead-rules"]) {
    app.get(path, lazily(rules, "showRules"));
    app.post(path, lazily(rules, "changeRules"));
    app.get(`${path}/history`, lazily(rules, "showHistory"));
    app.post(`${path}/history`, lazily(rules, "restoreRules"));
    app.get(`${path}/edit`, lazily(rule, "showRule"));
    app.post(`${path}/edit`, lazily(rule, "saveRule"));
  }
  app.get(
    "/monitor/settings/lead-rules/try",
    lazily(() => import("./rules/lead-trial.ts"), "showLeadTrial"),
  );
  app.get("/monitor/settings/rules/try", lazily(trial, "showTrial"));
  app.post("/monitor/settings/rules/try", lazily(trial, "runTrial"));
  app.get("/monitor/settings/templates", lazily(templates, "showTemplates"));
  app.get("/monitor/settings/templates/edit", lazily(templates, "showTemplate"));
  app.post("/monitor/settings/templates/edit", lazily(templates, "saveTemplateForm"));
  app.post("/monitor/settings/templates/preview", lazily(templates, "previewTemplate"));
  const review = "/monitor/settings/templates/whatsapp";
  app.get(review, lazily(reviews, "showReview"));
  app.post(review, lazily(reviews, "saveReview"));
  app.post(`${review}/preview`, lazily(reviews, "previewReview"));
  app.post(`${review}/approved`, lazily(reviews, "noteApproved"));
  app.post(`${review}/remove`, lazily(reviews, "removeReview"));
  app.post(`${review}/refresh`, lazily(reviews, "refreshReviews"));
  app.get(`${review}/adopt`, lazily(adoption, "showAdoption"));
  app.post(`${review}/adopt`, lazily(adoption, "saveAdoption"));
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
  app.get(`${channel}/move`, lazily(move, "showMove"));
  app.post(`${channel}/name`, lazily(channels, "renameChannel"));
  app.post(`${channel}/pace`, lazily(channels, "changePace"));
  app.post(`${channel}/credentials`, lazily(channels, "saveCredentials"));
  app.post(`${channel}/test`, lazily(channels, "testChannel"));
  app.post(`${channel}/pause`, lazily(channels, "pauseChannel"));
  app.post(`${channel}/resume`, lazily(channels, "pauseChannel"));
  app.post(`${channel}/show-read`, lazily(channels, "changeShowsRead"));
  app.post(`${channel}/hide-read`, lazily(channels, "changeShowsRead"));
  app.post(`${channel}/lift`, lazily(channels, "liftLock"));
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
  const answered = () => import("./forms/forms-actions.ts");
  app.get("/monitor/settings/forms", lazily(answered, "showForms"));
  app.post("/monitor/settings/forms/:id{[0-9]{1,15}}/save", lazily(answered, "saveForm"));
  const forms = "/monitor/settings/forms/:slug{[a-z]+}";
  app.get(forms, lazily(formKeys, "showFormKeys"));
  app.post(forms, lazily(formKeys, "makeFormKey"));
  app.post(`${forms}/:id{[0-9a-f-]{36}}/retire`, lazily(formKeys, "retireFormKey"));
  const registry = () => import("../registry/registry-actions.ts");
  app.get("/monitor/settings/registry", lazily(registry, "showRegistry"));
  app.post("/monitor/settings/registry", lazily(registry, "importRegistry"));
  app.post("/monitor/settings/registry/export", lazily(registry, "exportRegistry"));
  const one = "/monitor/settings/:kind{hours|cooldown|consent|machines|reminders|retention|reasons|leads}";
  app.get(one, lazily(setting, "showSetting"));
  app.post(one, lazily(setting, "saveSettingForm"));
}
