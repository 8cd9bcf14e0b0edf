import { createServerClient } from "@supabase/ssr";
import { createClient, isAuthRetryableFetchError, type SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { claimsToBeApiKey } from "../base/api-key.ts";
import { Problem } from "../base/problem.ts";
import type { AppEnv } from "./create-app.ts";
import { programClient } from "./program-client.ts";
import { requestOrigin } from "./request-origin.ts";

export interface StaffSession {
  /** Reads and writes as the signed-in person, under row-level security. */
  client: SupabaseClient;
  /** The session was renewed: this response carries its new cookies, so it must not be a 304. */
  renewed: boolean;
}

const cookieName = "aftercall-session";
/** Anything else cannot even travel in a header. */
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const signInAgain = "Sign in to see this.";

/**
 * Who is asking: the session cookie of a browser, or `Authorization: Bearer <API key, or access token of a member>` of a program.
 * Throws Problem `unauthorized` without one. Whether key or token is genuine is for Postgres to say, which checks it
 * at each call: asking Auth here too would add a round trip to every poll.
 */
export async function staffSession(c: Context<AppEnv>): Promise<StaffSession> {
  const token = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token && claimsToBeApiKey(token)) {
    return { client: programClient(c.get("services"), token), renewed: false };
  }
  if (token) return { client: bearerClient(c, token), renewed: false };
  let renewed = false;
  const client = cookieClient(c, () => {
    renewed = true;
  });
  const { data, error } = await client.auth.getSession();
  if (data.session && jwt.test(data.session.access_token)) return { client, renewed };
  if (error && isAuthRetryableFetchError(error)) {
    throw new Problem("database_unavailable", "Sign-in cannot be reached right now. Try again shortly.", {
      cause: error,
    });
  }
  throw new Problem("unauthorized", signInAgain);
}

/** For signing in and out. */
export function sessionClient(c: Context<AppEnv>): SupabaseClient {
  return cookieClient(c, () => {});
}

/** Whether Auth itself takes the cookies that came, for the sign-in page: nobody polls it. */
export async function isSignedIn(c: Context<AppEnv>): Promise<boolean> {
  const hasCookie = Object.keys(getCookie(c)).some(isSessionCookie);
  return hasCookie && (await sessionClient(c).auth.getUser()).error === null;
}

/** Ends the session in this browser, whether or not Auth can be told. */
export function forgetSession(c: Context<AppEnv>): void {
  for (const name of Object.keys(getCookie(c)).filter(isSessionCookie)) {
    deleteCookie(c, name, cookieScope(c));
  }
}

function isSessionCookie(name: string): boolean {
  return name === cookieName || name.startsWith(`${cookieName}.`);
}

function cookieClient(c: Context<AppEnv>, onRenewed: () => void): SupabaseClient {
  const { config, supabaseFetch } = c.get("services");
  const client: unknown = createServerClient(config.supabaseUrl, config.publishableKey, {
    global: { fetch: supabaseFetch },
    cookieOptions: { name: cookieName },
    cookies: {
      // Without the user's record: Vercel takes 32 kB of headers in all, and we never read it.
      encode: "tokens-only",
      getAll: () => Object.entries(getCookie(c)).map(([name, value]) => ({ name, value })),
      setAll(cookies) {
        // A refresh token serves once, so of two tabs that renew at the same moment one is refused, and supabase-js
        // then drops the session. Passing that on would sign out the tab that won: only forgetSession deletes all.
        if (cookies.every(({ value }) => value === "")) return;
        onRenewed();
        for (const { name, value, options } of cookies) {
          setCookie(c, name, value, { ...cookieScope(c), maxAge: options.maxAge });
        }
      },
    },
  });
  // Its generics are endless to the compiler (TS2589); no schema type is lost, as none is given.
  return client as SupabaseClient;
}

function bearerClient(c: Context<AppEnv>, token: string): SupabaseClient {
  const { config, supabaseFetch } = c.get("services");
  return createClient(config.supabaseUrl, config.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: supabaseFetch, headers: { authorization: `Bearer ${token}` } },
  });
}

function cookieScope(c: Context<AppEnv>) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: requestOrigin(c).startsWith("https:"),
  } as const;
}
