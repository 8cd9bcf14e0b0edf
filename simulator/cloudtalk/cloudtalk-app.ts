import { Hono } from "hono";
import type { Simulation } from "../simulation.ts";
import { recordRequest } from "../wasender/record-request.ts";
import type { WasenderEnv } from "../wasender/wasender-env.ts";
import { cdrRow } from "./cdr-row.ts";
import { contactRoutes } from "./contact-routes.ts";

/** The pretend CloudTalk's REST API, as far as it is documented (fact sheet 2.2): its list of calls, and contacts. */
export function cloudtalkApp(sim: Simulation): Hono<WasenderEnv> {
  const { world, settings } = sim;
  const app = new Hono<WasenderEnv>();
  app.use(recordRequest(world, "cloudtalk"), async (c, next) => {
    if (!c.req.header("user-agent")) return c.html("<html><body>Forbidden</body></html>", 403);
    if (!c.req.header("accept")?.includes("application/json")) return refuse(c, 406, "Not acceptable.");
    const wanted = `${settings.cloudtalkApiId}:${settings.cloudtalkApiKey}`;
    const given = c.req.header("authorization") ?? "";
    if (!settings.cloudtalkApiKey || given !== `Basic ${Buffer.from(wanted).toString("base64")}`) {
      return refuse(c, 401, "Unauthorized.");
    }
    await next();
  });
  contactRoutes(app, sim);

  app.get("/calls/index.json", (c) => {
    const [from, until] = [utc(c.req.query("date_from")), utc(c.req.query("date_to"))];
    const limit = Math.min(Number(c.req.query("limit")) || 50, 1000);
    const page = Number(c.req.query("page")) || 1;
    const calls = world.calls
      .filter(({ startedAt }) => !(startedAt < from) && !(startedAt > until))
      .toReversed();
    const responseData = {
      itemsCount: calls.length,
      pageCount: Math.max(1, Math.ceil(calls.length / limit)),
      pageNumber: page,
      limit,
      data: calls.slice((page - 1) * limit, page * limit).map(cdrRow),
    };
    return c.json({ responseData });
  });

  app.notFound((c) => refuse(c, 404, "Not found."));
  return app;
}

function refuse(
  c: { json(body: object, status: 401 | 404 | 406): Response },
  status: 401 | 404 | 406,
  message: string,
) {
  return c.json({ responseData: { status, message } }, status);
}

/** `YYYY-MM-DD HH:MM:SS` in UTC, as ms; NaN filters nothing. */
function utc(text: string | undefined): number {
  return Date.parse(`${text?.replace(" ", "T")}Z`);
}
