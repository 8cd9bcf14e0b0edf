import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { HttpResponse } from "msw";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pageHeaders } from "../../lib/pages/shell/page-headers.ts";
import { Onlooker } from "../monitor/onlooker.ts";
import { site } from "../monitor/site.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Listening, listen } from "../support/listen.ts";
import { document, type Stage, stage } from "./stage.ts";

/**
 * A photo, a voice note and a film in a page under the monitor's own policy, in a real browser. A PDF is not here: this headless
 * Chromium has no viewer for it (`navigator.pdfViewerEnabled` is false) and saves it.
 */
let s: Stage;
let server: Listening;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let page: Page;
let onlooker: Onlooker;
const ranges: string[] = [];
const ids: Record<string, number> = {};

const fileOf = (name: string) => readFile(new URL(`../../simulator/files/${name}`, import.meta.url));

beforeAll(async () => {
  s = await stage();
  const kinds = {
    photo: ["bolletta-1.jpg", "image/jpeg"],
    voice: ["voce.ogg", "audio/ogg; codecs=opus"],
    film: ["film.mp4", "video/mp4"],
  } as const;
  let n = 0;
  for (const [kind, [name, mimetype]] of Object.entries(kinds)) {
    const bytes = new Uint8Array(await fileOf(name));
    s.gateway.file = () => new HttpResponse(bytes);
    n += 1;
    await s.receives(document({ mimetype, fileName: kind }), { n, id: `WA-${kind}` });
  }
  for (const { message_id, whatsapp_message_id } of await s.media()) {
    ids[String(whatsapp_message_id).slice(3)] = Number(message_id);
  }
  const app = new Hono();
  const inside = app.basePath("/monitor/inside");
  inside.use(pageHeaders);
  inside.get("/", (c) => {
    const at = (kind: string) => `/monitor/media/${ids[kind]}/view`;
    return c.html(`<!doctype html><html lang="en"><title>x</title><img src="${at("photo")}" loading="lazy" alt="">
      <audio controls preload="metadata" src="${at("voice")}"></audio>
      <video controls preload="metadata" src="${at("film")}"></video>`);
  });
  app.all("*", (c) => {
    const range = c.req.header("range");
    if (range && c.req.path.endsWith("/view")) ranges.push(`${c.req.path} ${range}`);
    return site(s.product).fetch(c.req.raw);
  });
  server = await listen(app);
  browser = await launchBrowser();
  onlooker = new Onlooker(browser, server.url);
  await onlooker.signIn(await onlooker.open(), await s.product.db.createStaff());
  page = await onlooker.open({}, { path: "/monitor/inside" });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await s?.product.close();
});

const js = <T>(text: string) => page.evaluate<T>(text);

test("the photo is drawn", async () => {
  await expect.poll(() => page.evaluate("document.images[0].complete")).toBe(true);
  expect(await js("document.images[0].naturalWidth")).toBe(480);
});

test.for(["audio", "video"])("%s knows how long it is, and goes to where one points", async (tag) => {
  await expect.poll(() => page.evaluate(`document.querySelector("${tag}").duration > 1`)).toBe(true);
  const at = await js<number>(`new Promise((resolve, reject) => {
    const it = document.querySelector("${tag}");
    it.onerror = () => reject(new Error(it.error.message));
    it.onseeked = () => resolve(it.currentTime);
    it.currentTime = 1;
  })`);
  expect(at).toBeCloseTo(1, 1);
  const [kind] = { audio: ["voice"], video: ["film"] }[tag]!;
  expect(ranges.some((range) => range.startsWith(`/monitor/media/${ids[kind!]}/view bytes=`))).toBe(true);
});

test("each opens as a page of its own, with the browser's own frame around it", async () => {
  const other = await onlooker.another("/monitor/inside");
  await other.goto(`${server.url}/monitor/media/${ids.photo}/view`);
  expect(await other.evaluate("document.images[0].naturalWidth")).toBe(480);
  await other.goto(`${server.url}/monitor/media/${ids.film}/view`);
  await expect.poll(() => other.evaluate("document.querySelector('video').duration > 1")).toBe(true);
  expect(onlooker.complaints(other)).toEqual([]);
});

test("and the browser complains of nothing", () => {
  expect(onlooker.complaints(page)).toEqual([]);
});
