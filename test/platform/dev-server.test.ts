import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDevApp } from "../../scripts/dev-server/create-dev-app.ts";
import type { Door } from "../../scripts/dev-server/doors.ts";
import { createRoutes } from "../../scripts/dev-server/routes.ts";
import vercel from "../../vercel.json" with { type: "json" };

describe("the dev server", () => {
  let folder: string;
  let app: Door;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "aftercall-public-"));
    await mkdir(join(folder, "public", "monitor"), { recursive: true });
    await writeFile(join(folder, "secret.txt"), "secret");
    await writeFile(join(folder, "public", "monitor", "app.css"), "body {}");
    await symlink(join(folder, "secret.txt"), join(folder, "public", "link.txt"));
    const door = (name: string): [string, Door] => [
      `/api/${name}`,
      { fetch: (request) => Response.json({ door: name, url: request.url }) },
    ];
    const broken: Door = {
      fetch: () => {
        throw new Error("on purpose");
      },
    };
    const doors = new Map([
      ...["webhook", "monitor", "rest", "clock"].map(door),
      ["/api/broken", broken],
    ] as const);
    const headers = [{ source: "/monitor/(.*)", headers: [{ key: "x-frame-options", value: "DENY" }] }];
    const routes = createRoutes({ ...vercel, headers });
    app = createDevApp({ routes, doors, publicFolder: join(folder, "public") });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const get = (path: string, init?: RequestInit) => app.fetch(new Request(`http://dev.test${path}`, init));

  test.each([
    ["/webhook/cloudtalk", "webhook"],
    ["/webhook/cloudtalk/opaque-key?secret=1", "webhook"],
    ["/api/whatsapp-webhook", "webhook"],
    ["/monitor", "monitor"],
    ["/monitor/calls/1?page=2", "monitor"],
    ["/api/whatsapp-incoming?limit=1", "rest"],
    ["/api/health", "rest"],
    ["/api/clock", "clock"],
  ])("leads %s to api/%s.ts, which sees the original URL", async (path, door) => {
    expect(await (await get(path)).json()).toEqual({ door, url: `http://dev.test${path}` });
  });

  test("serves files before rewrites, with their type, their tag and vercel.json's headers", async () => {
    const response = await get("/monitor/app.css");
    expect(await response.text()).toBe("body {}");
    expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    const etag = response.headers.get("etag")!;
    expect((await get("/monitor/app.css", { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await get("/monitor/app.css", { method: "POST" })).headers.get("content-type")).toMatch(/json/);
  });

  test("leads the bare address to the monitor", async () => {
    const response = await get("/");
    expect([response.status, response.headers.get("location")]).toEqual([307, "/monitor"]);
  });

  test.each([
    "/nothing",
    "/link.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%00",
    "/%ff",
    "/api/webhook/x",
  ])("answers 404 as JSON at %s", async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
  });

  test("refuses rules of vercel.json that it would not follow", () => {
    const rewrites = [{ source: "/a", destination: "/b", has: [{ type: "query" as const, key: "x" }] }];
    expect(() => createRoutes({ rewrites })).toThrow(/does not know "has"/);
  });
});
