import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const one = "/monitor/leads/:id{[0-9]{1,15}}";

/** Leads: list, board, one of them, a new one, and what staff do with them. */
export function leadsRoutes(app: Hono<AppEnv>): void {
  app.get(
    "/monitor/leads",
    lazily(() => import("./show-leads.ts"), "showLeads"),
  );
  app.get(
    "/monitor/leads/board",
    lazily(() => import("./show-board.ts"), "showBoard"),
  );
  app.get(
    "/monitor/leads/export",
    lazily(() => import("./export-leads.ts"), "exportLeads"),
  );
  app.get(
    "/monitor/leads/new",
    lazily(() => import("./new-lead.ts"), "showNewLead"),
  );
  app.post(
    "/monitor/leads/new",
    lazily(() => import("./new-lead.ts"), "saveNewLead"),
  );
  app.get(
    one,
    lazily(() => import("./show-lead.ts"), "showLead"),
  );
  app.post(
    `${one}/:verb{won|lost|reopen|owner|tag|untag|take|keep|fields}`,
    lazily(() => import("./lead-actions.ts"), "changeLead"),
  );
}
