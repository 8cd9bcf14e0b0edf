import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { homePath } from "./home-path.ts";
import { showLive, showPage } from "./show-home.ts";
import {
  acknowledge,
  overrideCall,
  pauseChannel,
  releaseChannel,
  resolveMessage,
  settleRefusal,
} from "./staff-actions.ts";

/** The state of the machinery with calls and messages as they come, and what is done from it. */
export function homeRoutes(app: Hono<AppEnv>): void {
  app.get(homePath, showPage);
  app.get(`${homePath}/live`, showLive);
  app.post("/monitor/messages/:id{[0-9]{1,15}}/resolve", resolveMessage);
  app.post("/monitor/calls/:id{[0-9]{1,15}}/override", overrideCall);
  app.post("/monitor/:kind{messages|incidents|attention}/:id{[0-9]{1,15}}/seen", acknowledge);
  app.post("/monitor/attention/:id{[0-9]{1,15}}/refusal", settleRefusal);
  app.post("/monitor/channels/:id{[0-9a-f-]{36}}/:verb{pause|resume}", pauseChannel);
  app.post("/monitor/channels/:id{[0-9a-f-]{36}}/release", releaseChannel);
}
