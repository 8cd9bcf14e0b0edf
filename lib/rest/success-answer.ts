import type { Context } from "hono";
import { type AppEnv, asProblem, logProblem } from "../web/create-app.ts";

type Handler = (c: Context<AppEnv>) => Promise<Response>;

/** Answers what it throws as every door does, `{error: {code, message, field}}`, and `success: false` beside it. */
export function successAnswer(handler: Handler): Handler {
  return async (c) => {
    try {
      return await handler(c);
    } catch (error) {
      const problem = asProblem(error);
      logProblem(problem, c);
      if (problem.status === 503) c.header("retry-after", "30");
      const { code, message, field } = problem;
      return c.json({ success: false, error: { code, message, field } }, problem.status);
    }
  };
}
