import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const audit = () => import("../audit/show-audit.ts");
const erasure = () => import("./erase-actions.ts");

/** What staff did, and how a person is erased: few open these, so they are loaded when somebody does. */
export function privacyRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/audit", lazily(audit, "showAudit"));
  app.get("/monitor/audit.csv", lazily(audit, "downloadAudit"));
  app.get("/monitor/audit.xlsx", lazily(audit, "downloadAudit"));
  const one = "/monitor/contacts/:id{[0-9]{1,15}}";
  app.get(`${one}/erase`, lazily(erasure, "showErasure"));
  app.post(`${one}/erase`, lazily(erasure, "eraseContact"));
  app.post(`${one}/allow-again`, lazily(erasure, "allowAgain"));
}
