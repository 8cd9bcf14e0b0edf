import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { html } from "hono/html";
import { callRpc } from "../db/call-rpc.ts";
import { chooseLanguage, keepLanguage } from "../monitor/choose-language.ts";
import { liveView, pageTitle } from "../monitor/live-view.ts";
import { monitorPage } from "../monitor/monitor-page.ts";
import { noAccessPage } from "../monitor/no-access-page.ts";
import { pageHeaders } from "../monitor/page-headers.ts";
import { problemPage } from "../monitor/problem-page.ts";
import { signIn, signInForm, signOut } from "../monitor/sign-in.ts";
import { readSnapshot } from "../monitor/snapshot.ts";
import { createView } from "../monitor/view.ts";
import type { Services } from "../services.ts";
import { type AppEnv, asProblem, createApp, logProblem } from "./create-app.ts";
import { Problem } from "./problem.ts";
import { requestOrigin } from "./request-origin.ts";
import { staffSession } from "./staff-session.ts";

const signInPath = "/monitor/sign-in";
const maxFormBytes = 16 * 1024;

/** Pages and fragments for staff. */
export function monitorApp(services: () => Services): Hono<AppEnv> {
  const app = createApp(services);
  app.use(pageHeaders);
  app.use(csrf({ origin: (origin, c) => origin === requestOrigin(c) }));
  app.use(
    bodyLimit({
      maxSize: maxFormBytes,
      onError: () => {
        throw new Problem("body_too_large", "The form is too large.");
      },
    }),
  );
  app.notFound((c) => answerProblem(c, new Problem("not_found", "There is nothing at this address.")));
  app.onError((error, c) => {
    const problem = asProblem(error);
    if (problem.code !== "unauthorized") logProblem(problem, c);
    return answerProblem(c, problem);
  });

  app.get("/monitor", showPage);
  app.get("/monitor/live", showLive);
  app.get(signInPath, signInForm);
  app.post(signInPath, signIn);
  app.post("/monitor/sign-out", signOut);
  app.post("/monitor/messages/:id{[0-9]{1,15}}/resolve", resolveMessage);
  app.post("/monitor/channels/:id{[0-9a-f-]{36}}/:verb{pause|resume}", pauseChannel);
  return app;
}

async function showPage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const language = chooseLanguage(c);
  keepLanguage(c);
  const snapshot = await readSnapshot(client);
  if (!snapshot) return c.html(noAccessPage(language), 403);
  const view = createView(snapshot, language, requestOrigin(c));
  const live = liveView(view);
  return c.html(monitorPage(view, live, hash(`${live}`), c.req.query("notice")));
}

/** What htmx asks for every 5 s: the changed part, or a 304 with nothing (its extension hx-ptag compares). */
async function showLive(c: Context<AppEnv>): Promise<Response> {
  const { client, renewed } = await staffSession(c);
  const snapshot = await readSnapshot(client);
  if (!snapshot) return leaveTo(c, "/monitor");
  const view = createView(snapshot, chooseLanguage(c), requestOrigin(c));
  const live = `${liveView(view)}`;
  const ptag = hash(live);
  c.header("hx-ptag", ptag);
  // Browsers may drop the cookies of a 304, and a renewed session must arrive.
  if (ptag === c.req.header("hx-ptag") && !renewed) return c.body(null, 304);
  return c.html(`${html`<title>${pageTitle(view)}</title>`}${live}`);
}

async function resolveMessage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const { decision } = await c.req.parseBody();
  if (decision !== "sent" && decision !== "resend") {
    throw new Problem("bad_request", 'The decision is either "sent" or "resend".');
  }
  const status = await callRpc<string>(client, "resolve_uncertain", {
    message: Number(c.req.param("id")),
    decision,
  });
  const expected = decision === "sent" ? "sent" : "queued";
  return c.redirect(`/monitor?notice=${status === expected ? status : "settled"}`, 303);
}

async function pauseChannel(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const paused = c.req.param("verb") === "pause";
  await callRpc<string>(client, "set_channel_paused", { channel: c.req.param("id"), paused });
  return c.redirect(`/monitor?notice=${paused ? "paused" : "resumed"}`, 303);
}

function answerProblem(c: Context<AppEnv>, problem: Problem): Response | Promise<Response> {
  c.header("cache-control", "no-store");
  if (problem.code === "unauthorized") return leaveTo(c, signInPath);
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
