import { createHash } from "node:crypto";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { html } from "hono/html";
import { isLanguage } from "../base/language.ts";
import { Problem } from "../base/problem.ts";
import { contactRoutes } from "../pages/contacts/contact-routes.ts";
import { evidenceRoutes } from "../pages/evidence/evidence-routes.ts";
import { withFilters } from "../pages/home/filters.ts";
import { filtersOf } from "../pages/home/filters-of.ts";
import { liveView, pageTitle } from "../pages/home/live-view.ts";
import { monitorPage } from "../pages/home/monitor-page.ts";
import { readSnapshot } from "../pages/home/snapshot.ts";
import {
  acknowledge,
  overrideCall,
  pauseChannel,
  releaseChannel,
  resolveMessage,
} from "../pages/home/staff-actions.ts";
import { createView } from "../pages/home/view.ts";
import { privacyRoutes } from "../pages/privacy/privacy-routes.ts";
import { settingsRoutes } from "../pages/settings/settings-routes.ts";
import { chooseLanguage, keepLanguage } from "../pages/shell/choose-language.ts";
import { takeNotice } from "../pages/shell/notice.ts";
import { pageHeaders } from "../pages/shell/page-headers.ts";
import { problemPage } from "../pages/shell/problem-page.ts";
import { noAccessPage } from "../pages/sign-in/no-access-page.ts";
import { signIn, signInForm, signOut } from "../pages/sign-in/sign-in.ts";
import type { Services } from "../services.ts";
import { type AppEnv, asProblem, createApp, logProblem } from "../web/create-app.ts";
import { lazily } from "../web/lazily.ts";
import { requestOrigin } from "../web/request-origin.ts";
import { staffSession } from "../web/staff-session.ts";

const signInPath = "/monitor/sign-in";
const maxFormBytes = 16 * 1024;
/** Whole payloads are pasted there, and lists of words. */
const maxSettingsBytes = 3 * 1024 * 1024;

/** With the parsers of all sources, to try again what they could not read. */
const events = () => import("../pages/events/events-actions.ts");

/** Pages and fragments for staff. */
export function monitorApp(services: () => Services): Hono<AppEnv> {
  const app = createApp(services);
  app.use(pageHeaders);
  app.use(csrf({ origin: (origin, c) => origin === requestOrigin(c) }));
  const limit = limitTo(maxFormBytes);
  const settingsLimit = limitTo(maxSettingsBytes);
  app.use((c, next) =>
    c.req.path.startsWith("/monitor/settings/") ? settingsLimit(c, next) : limit(c, next),
  );
  app.notFound((c) => answerProblem(c, new Problem("not_found", "There is nothing at this address.")));
  app.onError((error, c) => {
    const problem = asProblem(error);
    if (problem.code !== "unauthorized") logProblem(problem, c);
    return answerProblem(c, problem);
  });

  app.get("/monitor", showPage);
  app.get("/monitor/live", showLive);
  app.get(
    "/monitor/wasender-log",
    lazily(() => import("../pages/log/show-log.ts"), "showLog"),
  );
  app.get("/monitor/events", lazily(events, "showEvents"));
  app.get("/monitor/events/:id{[0-9]{1,15}}", lazily(events, "showEvent"));
  app.post("/monitor/events/replay", lazily(events, "replayEvents"));
  app.post("/monitor/events/:id{[0-9]{1,15}}/replay", lazily(events, "replayEvent"));
  app.post("/monitor/events/:id{[0-9]{1,15}}/reread", lazily(events, "rereadEvent"));
  app.get(signInPath, signInForm);
  app.post(signInPath, signIn);
  app.post("/monitor/sign-out", signOut);
  app.post("/monitor/messages/:id{[0-9]{1,15}}/resolve", resolveMessage);
  app.post("/monitor/calls/:id{[0-9]{1,15}}/override", overrideCall);
  app.post("/monitor/:kind{messages|incidents|attention}/:id{[0-9]{1,15}}/seen", acknowledge);
  app.post("/monitor/channels/:id{[0-9a-f-]{36}}/:verb{pause|resume}", pauseChannel);
  app.post("/monitor/channels/:id{[0-9a-f-]{36}}/release", releaseChannel);
  settingsRoutes(app);
  contactRoutes(app);
  evidenceRoutes(app);
  privacyRoutes(app);
  return app;
}

function limitTo(maxSize: number): MiddlewareHandler {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem("body_too_large", "The form is too large.");
    },
  });
}

async function showPage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const filters = filtersOf(c);
  if (isLanguage(c.req.query("lang"))) {
    keepLanguage(c);
    // Without the language, so that a link that is passed on speaks its reader's.
    return c.redirect(withFilters("/monitor", filters), 303);
  }
  const language = chooseLanguage(c);
  const snapshot = await readSnapshot(client, filters);
  if (!snapshot) return c.html(noAccessPage(language), 403);
  const view = createView(snapshot, filters, language, requestOrigin(c));
  const live = liveView(view);
  return c.html(monitorPage(view, live, hash(`${live}`), takeNotice(c)));
}

/** What htmx asks for every 5 s: the changed part, or a 304 with nothing (its extension hx-ptag compares). */
async function showLive(c: Context<AppEnv>): Promise<Response> {
  const { client, renewed } = await staffSession(c);
  const filters = filtersOf(c);
  const snapshot = await readSnapshot(client, filters);
  if (!snapshot) return leaveTo(c, "/monitor");
  const view = createView(snapshot, filters, chooseLanguage(c), requestOrigin(c));
  const live = `${liveView(view)}`;
  const ptag = hash(live);
  c.header("hx-ptag", ptag);
  // Browsers may drop the cookies of a 304, and a renewed session must arrive.
  if (ptag === c.req.header("hx-ptag") && !renewed) return c.body(null, 304);
  return c.html(`${html`<title>${pageTitle(view)}</title>`}${live}`);
}

function answerProblem(c: Context<AppEnv>, problem: Problem): Response | Promise<Response> {
  c.header("cache-control", "no-store");
  if (problem.code === "unauthorized") return leaveTo(c, withFilters(signInPath, filtersOf(c)));
  if (problem.status === 503) c.header("retry-after", "30");
  return c.html(problemPage(chooseLanguage(c), problem, c.get("requestId")), problem.status);
}

/** A page goes there by redirect; a fragment's redirect would be followed out of sight and swapped in. */
function leaveTo(c: Context<AppEnv>, path: string): Response {
  if (!c.req.header("hx-request")) return c.redirect(path, 303);
  c.header("hx-redirect", path);
  return c.body(null, 401);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
