import type { Hono } from "hono";
import type { AppEnv } from "../web/create-app.ts";
import { auditRoutes } from "./audit/audit-routes.ts";
import { billsRoutes } from "./bills/bills-routes.ts";
import { callRoutes } from "./call-page/call-routes.ts";
import { callsRoutes } from "./calls/calls-routes.ts";
import { chatRoutes } from "./chat/chat-routes.ts";
import { composerRoutes } from "./composer/composer-routes.ts";
import { contactRoutes } from "./contacts/contact-routes.ts";
import { eventsRoutes } from "./events/events-routes.ts";
import { evidenceRoutes } from "./evidence/evidence-routes.ts";
import { firstStartRoutes } from "./first-start/first-start-routes.ts";
import { homeRoutes } from "./home/home-routes.ts";
import { insightsRoutes } from "./insights/insights-routes.ts";
import { leadsRoutes } from "./leads/leads-routes.ts";
import { logRoutes } from "./log/log-routes.ts";
import { meRoutes } from "./me/me-routes.ts";
import { mediaRoutes } from "./media/media-routes.ts";
import { moreRoutes } from "./more/more-routes.ts";
import { newMessageRoutes } from "./new-message/new-message-routes.ts";
import { peopleRoutes } from "./people/people-routes.ts";
import { privacyRoutes } from "./privacy/privacy-routes.ts";
import { settingsRoutes } from "./settings/settings-routes.ts";
import { signInRoutes } from "./sign-in/sign-in-routes.ts";
import { taskRoutes } from "./tasks/task-routes.ts";
import { toldRoutes } from "./told/told-routes.ts";
import { workRoutes } from "./work/work-routes.ts";

/** Every page of the monitor: a folder here and a line. All but the first two are loaded when somebody opens them. */
export const pageRoutes: ((app: Hono<AppEnv>) => void)[] = [
  chatRoutes,
  homeRoutes,
  signInRoutes,
  callRoutes,
  callsRoutes,
  leadsRoutes,
  peopleRoutes,
  insightsRoutes,
  composerRoutes,
  workRoutes,
  newMessageRoutes,
  contactRoutes,
  evidenceRoutes,
  billsRoutes,
  mediaRoutes,
  eventsRoutes,
  logRoutes,
  settingsRoutes,
  meRoutes,
  toldRoutes,
  firstStartRoutes,
  privacyRoutes,
  auditRoutes,
  taskRoutes,
  moreRoutes,
];
