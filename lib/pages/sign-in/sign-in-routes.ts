import type { Hono } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { signIn, signInForm, signOut } from "./sign-in.ts";

export const signInPath = "/monitor/sign-in";

export function signInRoutes(app: Hono<AppEnv>): void {
  app.get(signInPath, signInForm);
  app.post(signInPath, signIn);
  app.post("/monitor/sign-out", signOut);
}
