import type { Context, MiddlewareHandler } from "hono";

/**
 * `same-origin`, not `no-referrer`: with that one browsers post forms with `Origin: null`, and the check against
 * forged forms has nothing to compare where Sec-Fetch-Site is missing (plain http, Safari before 16.4).
 */
const headers: Record<string, string> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; " +
    "frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** On everything but a 304, which has no document and should be small. What a file says of itself stands (media/view-media.ts). */
export const pageHeaders: MiddlewareHandler = async (c: Context, next) => {
  await next();
  if (c.res.status === 304) return;
  for (const [name, value] of Object.entries(headers)) {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  }
};
