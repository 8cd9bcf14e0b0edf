import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { signIn, signInForm, signOut } from "./sign-in.ts";

export function signInRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/sign-in", signInForm);
  app.post("/monitor/sign-in", signIn);
  app.post("/monitor/sign-out", signOut);
}
