import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { log } from "../base/log.ts";
import { Problem } from "../base/problem.ts";
import type { Services } from "../services.ts";

export interface AppEnv {
  Variables: { requestId: string; services: Services };
}

/** Turns any thrown thing into a Problem; what is not one is logged by the caller and told as `internal`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException && error.status === 403) {
    return new Problem("forbidden", "This form came from another site. Open the monitor and try again.", {
      cause: error,
    });
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem("bad_request", "The request could not be understood.", { cause: error });
  }
  // What the runtime throws for a form that is none.
  if (error instanceof TypeError && /form[- ]?data|boundary|content-disposition/i.test(error.message)) {
    return new Problem("bad_request", "The form could not be read. Open the page again and retry.", {
      cause: error,
    });
  }
  return new Problem(
    "internal",
    "Something went wrong on our side. It is in the log under this request's id.",
    { cause: error },
  );
}

/** The frame all doors share: request id, services, errors as `{error:{code,message}}`. */
export function createApp(services: () => Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(requestId());
  app.use(async (c, next) => {
    c.set("services", services());
    await next();
    c.header("x-content-type-options", "nosniff");
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  });
  app.notFound((c) =>
    c.json({ error: { code: "not_found", message: "There is nothing at this address." } }, 404),
  );
  app.onError((error, c) => {
    const problem = asProblem(error);
    logProblem(problem, c);
    if (problem.status === 503) c.header("retry-after", "30");
    c.header("cache-control", "no-store");
    const { code, message, field } = problem;
    return c.json({ error: { code, message, field } }, problem.status);
  });
  return app;
}

export function logProblem(problem: Problem, c: Context<AppEnv>): void {
  // Without services the environment is what is wrong.
  const logger = c.get("services")?.log ?? log;
  const entry = { requestId: c.get("requestId"), path: c.req.path, code: problem.code, err: problem.cause };
  if (problem.status >= 500) logger.error(entry, problem.message);
  else logger.warn({ ...entry, err: undefined }, problem.message);
}
