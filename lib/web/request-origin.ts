import type { Context } from "hono";

/** `https://host` as the browser sees it: behind a proxy the request itself may say http. */
export function requestOrigin(c: Context): string {
  const { protocol, host } = new URL(c.req.url);
  const forwarded = c.req.header("x-forwarded-proto")?.split(",")[0]?.trim();
  return `${forwarded === "https" ? "https:" : protocol}//${host}`;
}
