import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import type { Product } from "../support/product.ts";

const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };

/** The monitor and its static files on one address, as a deployment serves them. */
export function site({ doors }: Product): Hono {
  const app = new Hono();
  app.get("/monitor/:file{.+\\.(?:css|js|svg)}", async (c) => {
    const file = c.req.param("file").replaceAll("..", "");
    const bytes = await readFile(new URL(`../../public/monitor/${file}`, import.meta.url));
    return c.body(bytes, 200, { "content-type": types[file.split(".").at(-1)!]! });
  });
  app.all("*", (c) => doors.monitor.fetch(c.req.raw));
  return app;
}
