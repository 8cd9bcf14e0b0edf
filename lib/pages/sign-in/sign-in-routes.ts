import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { lazily } from "../../web/lazily.ts";
import { signIn, signInForm, signOut } from "./sign-in.ts";

const passwords = () => import("./set-password.ts");

export function signInRoutes(app: Hono<AppEnv>): void {
  app.get("/monitor/sign-in", signInForm);
  app.post("/monitor/sign-in", signIn);
  app.post("/monitor/sign-out", signOut);
  app.get("/monitor/set-password", lazily(passwords, "setPasswordForm"));
  app.post("/monitor/set-password", lazily(passwords, "setPassword"));
}
