import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

/** A person's word about a bill and about who wrote, and the files that customers sent: loaded when somebody needs them. */
export function evidenceRoutes(app: Hono<AppEnv>): void {
  app.post(
    "/monitor/calls/:id{[0-9]{1,15}}/bill",
    lazily(() => import("./bill-actions.ts"), "judgeBill"),
  );
  app.post(
    "/monitor/messages/:id{[0-9]{1,15}}/person",
    lazily(() => import("../machines/undo-machine.ts"), "undoMachine"),
  );
  app.get(
    "/monitor/media/:id{[0-9]{1,15}}",
    lazily(() => import("./show-media.ts"), "showMedia"),
  );
}
