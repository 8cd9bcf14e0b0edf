import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";

const erasure = () => import("./erase-actions.ts");

/** How a person is erased. */
export function privacyRoutes(app: Hono<AppEnv>): void {
  const one = "/monitor/contacts/:id{[0-9]{1,15}}";
  app.get(`${one}/erase`, lazily(erasure, "showErasure"));
  app.post(`${one}/erase`, lazily(erasure, "eraseContact"));
  app.post(`${one}/allow-again`, lazily(erasure, "allowAgain"));
}
