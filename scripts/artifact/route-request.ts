import { CheckFailure } from "./check-failure.ts";
import type { BuiltOutput } from "./read-output.ts";

/** A route of the Build Output API, as far as ours go. */
export interface BuiltRoute {
  handle?: string;
  src?: string;
  dest?: string;
  status?: number;
  headers?: Record<string, string>;
  continue?: boolean;
  check?: boolean;
}

export interface Routed {
  /** From the routes; a function's own headers win over them (vercel.com/docs, edge caching). */
  headers: Record<string, string>;
  to:
    | { kind: "file"; path: string }
    | { kind: "function"; path: string; url: string }
    | { kind: "status"; status: number };
}

const known = new Set(["handle", "src", "dest", "status", "headers", "continue", "check"]);

/**
 * Where Vercel would lead a request: routes, files and functions, misses, rewrites. A rewritten request keeps its
 * path, and the destination's query is mixed into its own (`vercel dev` of 64.0.2 does the same: "Mix the `routes`
 * result dest query params into the req path"), so a named part of a `source` shows up as a parameter.
 */
export function routeRequest(
  { routes, functions, staticFiles }: Pick<BuiltOutput, "routes" | "functions" | "staticFiles">,
  url: URL,
): Routed {
  const phases = splitPhases(routes);
  const headers: Record<string, string> = {};
  const find = (path: string, query = new URLSearchParams()): Routed | null => {
    const file = safeDecode(path);
    if (file !== null && staticFiles.has(file)) return { headers, to: { kind: "file", path: file } };
    if (!functions.has(path)) return null;
    return { headers, to: { kind: "function", path, url: url.pathname + mixed(url, query) } };
  };
  const follow = (phase: string, path: string): Routed | null => {
    for (const route of phases.get(phase) ?? []) {
      const match = new RegExp(route.src ?? "", "i").exec(path);
      if (!match) continue;
      Object.assign(headers, route.headers);
      if (route.continue) continue;
      if (route.status !== undefined) return { headers, to: { kind: "status", status: route.status } };
      const dest = new URL(fill(route.dest ?? path, match), "http://vercel.invalid");
      const found = find(dest.pathname, dest.searchParams);
      if (found) return found;
      if (!route.check) break;
    }
    return null;
  };
  const { pathname } = url;
  return (
    follow("start", pathname) ??
    find(pathname) ??
    follow("miss", pathname) ??
    follow("filesystem", pathname) ?? { headers, to: { kind: "status", status: 404 } }
  );
}

function splitPhases(routes: BuiltRoute[]): Map<string, BuiltRoute[]> {
  const phases = new Map<string, BuiltRoute[]>();
  let phase = "start";
  for (const route of routes) {
    const strange = Object.keys(route).find((key) => !known.has(key));
    if (strange) throw new CheckFailure(`The check does not know "${strange}" in a route: teach it first.`);
    if (route.handle) phase = route.handle;
    else phases.set(phase, [...(phases.get(phase) ?? []), route]);
  }
  for (const name of ["hit", "rewrite", "resource"]) {
    if (phases.has(name)) throw new CheckFailure(`The check does not know the routing phase "${name}".`);
  }
  return phases;
}

function mixed({ search, searchParams }: URL, added: URLSearchParams): string {
  if (added.size === 0) return search;
  const all = new URLSearchParams(searchParams);
  for (const [name, value] of added) all.set(name, value);
  return `?${all}`;
}

function fill(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(\d+)/g, (_, group) => match[Number(group)] ?? "");
}

function safeDecode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
