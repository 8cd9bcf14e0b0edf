import { getTransformedRoutes, type Route, type RouteWithSrc } from "@vercel/routing-utils";

export type VercelConfig = Parameters<typeof getTransformedRoutes>[0];

/** What vercel.json says about a path, in the two places where it is asked. */
export interface Routes {
  /** Before files: headers to add, or a redirect that ends it. */
  before(path: string): { headers: Record<string, string>; redirect: Response | null };
  /** After files: the path that a rewrite leads to, or null. */
  rewrite(path: string): string | null;
}

/**
 * Reads vercel.json with the converter of the real build. `has`, `missing` and `methods` are refused: the
 * production routing knows them and this does not, and a dev server must not differ in silence.
 */
export function createRoutes(config: VercelConfig): Routes {
  const { headers, redirects, rewrites, cleanUrls, trailingSlash } = config;
  const { routes, error } = getTransformedRoutes({ headers, redirects, rewrites, cleanUrls, trailingSlash });
  if (error) throw new Error(`vercel.json: ${error.message}`);
  const all: Route[] = routes ?? [];
  const filesystem = all.findIndex((route) => "handle" in route && route.handle === "filesystem");
  const split = filesystem === -1 ? all.length : filesystem;
  const early = all.slice(0, split).map(compile);
  const late = all
    .slice(split)
    .filter((route) => !("handle" in route))
    .map(compile);
  return {
    before(path) {
      const headers: Record<string, string> = {};
      for (const { route, match } of matches(early, path)) {
        for (const [name, value] of Object.entries(route.headers ?? {})) headers[name] = fill(value, match);
        if (route.continue) continue;
        if (route.status) return { headers, redirect: new Response(null, { status: route.status, headers }) };
      }
      return { headers, redirect: null };
    },
    rewrite(path) {
      for (const { route, match } of matches(late, path)) if (route.dest) return fill(route.dest, match);
      return null;
    },
  };
}

interface Compiled {
  route: RouteWithSrc;
  pattern: RegExp;
}

function compile(route: Route): Compiled {
  if ("handle" in route) throw new Error(`vercel.json: the dev server does not know "${route.handle}" here.`);
  for (const part of ["has", "missing", "methods"] as const) {
    if (route[part]) {
      throw new Error(
        `vercel.json: the dev server does not know "${part}" (at ${route.src}): do without it.`,
      );
    }
  }
  return { route, pattern: new RegExp(route.src, route.caseSensitive ? "" : "i") };
}

function* matches(compiled: Compiled[], path: string) {
  for (const { route, pattern } of compiled) {
    const match = pattern.exec(path);
    if (match) yield { route, match };
  }
}

function fill(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(\d+)/g, (_, group) => match[Number(group)] ?? "");
}
