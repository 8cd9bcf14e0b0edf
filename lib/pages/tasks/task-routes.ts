import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const tasks = () => import("./show-tasks.ts");

/** What is left to do later, and what was given up. */
export function taskRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/tasks", lazily(tasks, "showTasks"));
  app.post("/monitor/tasks/:id{[0-9]{1,15}}", lazily(tasks, "settleTask"));
}
