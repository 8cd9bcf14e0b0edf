import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** Files to be judged, and who still owes a bill. */
export function billsRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/bills",
    lazily(() => import("./show-bills.ts"), "showBills"),
  );
  app.get(
    "/monitor/bills/:name{(?:check|ok|no|owed)[.](?:csv|xlsx|zip)}",
    lazily(() => import("./save-bills.ts"), "saveBills"),
  );
  app.post(
    "/monitor/bills/:id{[0-9]{1,15}}",
    lazily(() => import("./judge-file.ts"), "judgeFile"),
  );
}
