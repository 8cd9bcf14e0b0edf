import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { Problem } from "../base/problem.ts";
import { pageRoutes } from "../pages/page-routes.ts";
import { chooseLanguage } from "../pages/shell/choose-language.ts";
import { leaveTo } from "../pages/shell/leave-to.ts";
import { pageHeaders } from "../pages/shell/page-headers.ts";
import { problemPage } from "../pages/shell/problem-page.ts";
import { readShell, type Shell } from "../pages/shell/shell.ts";
import { askedPage, signInTo } from "../pages/sign-in/next-page.ts";
import type { Services } from "../services.ts";
import { type AppEnv, asProblem, createApp, logProblem } from "../web/create-app.ts";
import { requestOrigin } from "../web/request-origin.ts";
import { staffSession } from "../web/staff-session.ts";

const maxFormBytes = 16 * 1024;
/** By address, what is larger. */
const largerForms: readonly { path: RegExp; maxBytes: number }[] = [
  // Whole payloads are pasted there, and lists of words.
  { path: /^\/monitor\/settings\//, maxBytes: 3 * 1024 * 1024 },
  // Files that staff send, with their form's frame: Vercel takes no request of more than 4.5 MB.
  { path: /^\/monitor\/c\/\d+\/files$/, maxBytes: 4.25 * 1024 * 1024 },
  // A message of 4,096 characters takes up to twelve bytes each in a form.
  { path: /^\/monitor\/(c\/|new$)/, maxBytes: 64 * 1024 },
];

/** Pages and fragments for staff. */
export function monitorApp(services: () => Services): Hono<AppEnv> {
  const app = createApp(services);
  app.use(pageHeaders);
  app.use(csrf({ origin: (origin, c) => origin === requestOrigin(c) }));
  const limit = limitTo(maxFormBytes);
  const larger = largerForms.map(({ path, maxBytes }) => ({ path, limit: limitTo(maxBytes) }));
  app.use((c, next) => (larger.find(({ path }) => path.test(c.req.path))?.limit ?? limit)(c, next));
  app.notFound((c) => answerProblem(c, new Problem("not_found", "There is nothing at this address.")));
  app.onError((error, c) => {
    const problem = asProblem(error);
    if (problem.code !== "unauthorized") logProblem(problem, c);
    return answerProblem(c, problem);
  });

  for (const routes of pageRoutes) routes(app);
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

async function answerProblem(c: Context<AppEnv>, problem: Problem): Promise<Response> {
  c.header("cache-control", "no-store");
  if (problem.code === "unauthorized") return leaveTo(c, signInTo(askedPage(c)));
  if (problem.status === 503) c.header("retry-after", "30");
  const shell = problem.status < 500 ? await shellOf(c) : null;
  return c.html(problemPage(chooseLanguage(c), problem, c.get("requestId"), shell), problem.status);
}

/** Of who is signed in; what is in the way of it is not what went wrong. */
async function shellOf(c: Context<AppEnv>): Promise<Shell | null> {
  try {
    return await readShell((await staffSession(c)).client);
  } catch {
    return null;
  }
}
