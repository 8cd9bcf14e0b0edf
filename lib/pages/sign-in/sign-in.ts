import { AuthApiError, type SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { isLanguage } from "../../base/language.ts";
import { Problem } from "../../base/problem.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { forgetSession, isSignedIn, sessionClient } from "../../web/staff-session.ts";
import { chooseLanguage, hasChosen, keepLanguage, rememberLanguage } from "../shell/choose-language.ts";
import { ownPage } from "./next-page.ts";
import { signInPage } from "./sign-in-page.ts";

/**
 * Who is signed in after all goes on to the page asked for: of two tabs that renewed their session at the same moment
 * one was sent here, while the browser holds the other's new cookies.
 */
export async function signInForm(c: Context<AppEnv>): Promise<Response> {
  const next = ownPage(c.req.query("next"));
  if (await isSignedIn(c)) return c.redirect(next ?? "/monitor", 303);
  keepLanguage(c);
  return c.html(signInPage(chooseLanguage(c), next));
}

export async function signIn(c: Context<AppEnv>): Promise<Response> {
  const { email, password } = await c.req.parseBody();
  const language = chooseLanguage(c);
  const next = ownPage(c.req.query("next"));
  if (typeof email !== "string" || typeof password !== "string" || !email.trim() || !password) {
    return c.html(signInPage(language, next, "missing", typeof email === "string" ? email : ""), 400);
  }
  const client = sessionClient(c);
  const { data, error } = await client.auth.signInWithPassword({ email: email.trim(), password });
  if (!error) {
    await Promise.all([noteSession(client, "signed_in"), followLanguage(c, client, data.user.id)]);
    return c.redirect(next ?? "/monitor", 303);
  }
  if (error.status === 429) return c.html(signInPage(language, next, "tooMany", email), 429);
  if (error instanceof AuthApiError && error.status < 500)
    return c.html(signInPage(language, next, "wrong", email), 401);
  throw new Problem("database_unavailable", "Sign-in cannot be reached right now. Try again shortly.", {
    cause: error,
  });
}

/** Who chose a language in their profile reads it in a browser that was told none. Best effort: any language will do. */
async function followLanguage(c: Context<AppEnv>, client: SupabaseClient, user: string): Promise<void> {
  if (hasChosen(c)) return;
  const query = client.from("memberships").select("language").eq("user_id", user);
  const { data } = await query.order("created_at").limit(1);
  const language: unknown = data?.[0]?.language;
  if (isLanguage(language)) rememberLanguage(c, language);
}

/** For the log of what staff did. Best effort: nobody is kept out, or in, because it cannot be written. */
export async function noteSession(client: SupabaseClient, event: "signed_in" | "signed_out"): Promise<void> {
  try {
    await client.rpc("note_session", { event });
  } catch {
    // The session's own request failed: whoever has none leaves no trace.
  }
}

export async function signOut(c: Context<AppEnv>): Promise<Response> {
  // Best effort: Auth may be away or the session over already; the browser forgets it all the same.
  const client = sessionClient(c);
  await noteSession(client, "signed_out");
  await client.auth.signOut({ scope: "local" }).catch(() => {});
  forgetSession(c);
  return c.redirect("/monitor/sign-in", 303);
}
