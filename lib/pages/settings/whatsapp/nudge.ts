import type { Context } from "hono";
import type { AppEnv } from "../../../web/create-app.ts";

/** What was just queued is done at once, after the answer; else by the clock. */
export function nudge(c: Context<AppEnv>, kind: string): void {
  const services = c.get("services");
  services.background(async () =>
    (await import("../../../work/tasks/run-tasks.ts")).runTasks(services, [kind]),
  );
}
