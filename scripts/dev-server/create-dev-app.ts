import type { Door } from "./doors.ts";
import type { Routes } from "./routes.ts";
import { staticFile } from "./static-file.ts";

export interface DevAppParts {
  routes: Routes;
  doors: Map<string, Door>;
  publicFolder: string;
}

/** Vercel's order: headers and redirects, files and functions by name, rewrites. A door sees the original URL. */
export function createDevApp({ routes, doors, publicFolder }: DevAppParts): Door {
  const route = async (request: Request, path: string): Promise<Response> => {
    const file = await staticFile(publicFolder, request);
    if (file) return file;
    const target = doors.has(path) ? path : routes.rewrite(path)?.split("?")[0];
    const door = target === undefined ? undefined : doors.get(target);
    if (!door) return problem(404, "not_found", `There is nothing at ${path}.`);
    return door.fetch(request);
  };
  return {
    async fetch(request) {
      const path = new URL(request.url).pathname;
      const { headers, redirect } = routes.before(path);
      if (redirect) return redirect;
      try {
        return withHeaders(await route(request, path), headers);
      } catch (error) {
        console.error(error);
        return problem(
          500,
          "internal",
          "The function threw; its error is in the terminal of the dev server.",
        );
      }
    },
  };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  const entries = Object.entries(headers);
  if (entries.length === 0) return response;
  // A copy: the headers of some responses are immutable.
  const copy = new Response(response.body, response);
  for (const [name, value] of entries) copy.headers.set(name, value);
  return copy;
}

function problem(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status });
}
