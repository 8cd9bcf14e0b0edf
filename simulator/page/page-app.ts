import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Simulation } from "../simulation.ts";
import { findCustomer } from "../world/find-customer.ts";
import { LINES } from "../world/line.ts";
import { page } from "./page.ts";
import { pageLang } from "./page-lang.ts";
import { renderParts } from "./parts.ts";
import type { View } from "./view.ts";
import { wordsOf } from "./words.ts";

const TYPES = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" } as const;
const ASSETS: Record<string, keyof typeof TYPES> = {
  "base.css": "css",
  "layout.css": "css",
  "controls.css": "css",
  "story.css": "css",
  "wire.css": "css",
  "phone.css": "css",
  "lines.css": "css",
  "main.js": "js",
  "actions.js": "js",
  "composer.js": "js",
  "patch.js": "js",
  "refresh.js": "js",
};

/** The page, its live parts and its own few assets; nothing is loaded from elsewhere. */
export function pageApp(sim: Simulation): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        mediaSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    }),
  );

  app.get("/", async (c) => c.html(await page(viewOf(sim, c))));

  app.get("/parts.json", async (c) => {
    const view = viewOf(sim, c);
    return c.json({ version: sim.world.version, line: view.line, parts: await renderParts(view) });
  });

  app.get("/assets/:name", (c) => {
    const name = c.req.param("name");
    const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (!type) return c.notFound();
    c.header("Content-Type", TYPES[type]);
    c.header("Cache-Control", "no-cache");
    return c.body(readFileSync(new URL(`./client/${name}`, import.meta.url), "utf8"));
  });
  return app;
}

function viewOf(sim: Simulation, c: Context): View {
  const lang = pageLang(c.req.query("lang"), c.req.header("accept-language"));
  const customer = findCustomer(sim.world, c.req.query("customer") ?? "") ?? sim.world.customers[0]!;
  const wish = c.req.query("line");
  const line = LINES.find((name) => name === wish) ?? customer.chat.at(-1)?.line ?? "wasender";
  return { sim, lang, words: wordsOf(lang), customer, line };
}
