import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const audit = () => import("./show-audit.ts");

export function auditRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/audit", lazily(audit, "showAudit"));
  app.get("/monitor/audit.csv", lazily(audit, "downloadAudit"));
  app.get("/monitor/audit.xlsx", lazily(audit, "downloadAudit"));
}
