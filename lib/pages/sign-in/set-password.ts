import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { passwordProblem } from "../../web/password-problem.ts";
import { authProblem, passwordToken } from "../../web/staff-account.ts";
import { sessionClient } from "../../web/staff-session.ts";
import { chooseLanguage, keepLanguage } from "../shell/choose-language.ts";
import { changePassword } from "./change-password.ts";
import { expiredLinkPage, setPasswordPage } from "./set-password-page.ts";
import { noteSession } from "./sign-in.ts";

const types = ["recovery", "invite", "signup", "magiclink"] as const;

/** The page of a link that an admin passed on, or that Auth's own mail holds (`?token_hash=…&type=…`). */
export function setPasswordForm(c: Context<AppEnv>): Response | Promise<Response> {
  keepLanguage(c);
  const { token, type } = linkIn(c.req.query("token_hash"), c.req.query("type"));
  return c.html(setPasswordPage({ language: chooseLanguage(c), token, type }));
}

/** Uses the link up, sets the password, and signs its owner in. */
export async function setPassword(c: Context<AppEnv>): Promise<Response> {
  const language = chooseLanguage(c);
  const form = await c.req.parseBody();
  const { token, type } = linkIn(form.token_hash, form.type);
  const password = typeof form.password === "string" ? form.password : "";
  if (token === null) return c.html(expiredLinkPage(language), 422);
  const problem = passwordProblem(password);
  if (problem) return c.html(setPasswordPage({ language, token, type, problem }), 422);
  const client = sessionClient(c);
  const { data, error } = await client.auth.verifyOtp({ token_hash: token, type });
  if (error && (error.status === undefined || error.status >= 500)) throw authProblem(error);
  if (error || !data.user) return c.html(expiredLinkPage(language), 422);
  const refused = await changePassword(client, password);
  // What it is already may stay.
  if (refused !== null && refused !== "same") {
    const next = await passwordToken(c.get("services").db, data.user.email!);
    return c.html(setPasswordPage({ language, token: next, type: "recovery", problem: refused }), 422);
  }
  await noteSession(client, "signed_in");
  return c.redirect("/monitor", 303);
}

function linkIn(token: unknown, type: unknown) {
  return {
    token: typeof token === "string" && /^[\w-]{20,200}$/.test(token) ? token : null,
    type: types.find((known) => known === type) ?? "recovery",
  };
}
