import type { Context } from "hono";

/** The same page at two addresses, until Chat has the first: what is done from it leads back to where it was done. */
export const homePaths = { chat: "/monitor", diagnostics: "/monitor/diagnostics" } as const;
export type HomePath = (typeof homePaths)[keyof typeof homePaths];

/** Of the page itself and of its refresh. */
export function homePathOf(c: Context): HomePath {
  return c.req.path.startsWith(homePaths.diagnostics) ? homePaths.diagnostics : homePaths.chat;
}

/** Where a form of that page leads back to: it says so in its address. */
export function backOf(c: Context): HomePath {
  return c.req.query("back") === "diagnostics" ? homePaths.diagnostics : homePaths.chat;
}
