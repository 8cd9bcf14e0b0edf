import type { Context } from "hono";

const longest = 2_000;
/** Nobody is led to these after they signed in. */
const unfit = /^\/monitor\/(sign-in|sign-out)$/;

/** The page of ours that an address names, `/monitor` and below, as path and query without the language; else null. */
export function ownPage(address: string | undefined, base = "http://here"): string | null {
  if (!address || address.length > longest) return null;
  const url = URL.parse(address, base);
  // What the browser would make of it, dots and backslashes included.
  if (!url || url.origin !== new URL(base).origin || url.username || url.password) return null;
  url.searchParams.delete("lang");
  const isOurs = url.pathname === "/monitor" || url.pathname.startsWith("/monitor/");
  return isOurs && !unfit.test(url.pathname) ? `${url.pathname}${url.search}` : null;
}

/** Where somebody was who has to sign in: the page asked for; of a fragment or a form, the page that it was on. */
export function askedPage(c: Context): string | null {
  const { url } = c.req;
  if (c.req.header("hx-request")) return ownPage(c.req.header("hx-current-url"), url);
  return c.req.method === "GET" ? ownPage(url, url) : ownPage(c.req.header("referer"), url);
}

/** The sign-in that leads to `page` afterwards. */
export function signInTo(page: string | null, more: Record<string, string> = {}): string {
  const params = new URLSearchParams(more);
  if (page !== null && page !== "/monitor") params.set("next", page);
  return params.size > 0 ? `/monitor/sign-in?${params}` : "/monitor/sign-in";
}
