import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toastView } from "../../lib/pages/shell/toast-view.ts";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { tellStory } from "../monitor/story.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The frame around every page, in a real Chromium. */
let product: Product;
let look: BrowserStage;
let pages: string[];
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await tellStory(product);
  look = await browserStage(product, await product.db.createStaff({ role: "admin" }));
  const [{ channel }] = await product.db.sql<[{ channel: string }]>`select id as channel from channels`;
  pages = [
    "/monitor/diagnostics",
    "/monitor/more",
    "/monitor/keys",
    "/monitor/people",
    "/monitor/calls",
    "/monitor/insights",
    "/monitor/contacts/1",
    "/monitor/contacts/1/erase",
    "/monitor/calls/1",
    "/monitor/events?outcome=all",
    "/monitor/events/1",
    "/monitor/tasks",
    "/monitor/audit",
    "/monitor/sent-log",
    "/monitor/settings",
    "/monitor/settings/rules",
    "/monitor/settings/rules/try?call=1",
    "/monitor/settings/hours",
    "/monitor/settings/templates",
    "/monitor/settings/fields",
    `/monitor/settings/channels/${channel}`,
  ];
}, 60_000);
afterEach(() => look.onlooker.leave());
afterAll(async () => {
  await look?.close();
  await product?.close();
});

const box = (page: Page, selector: string) => page.locator(selector).boundingBox();

test.for([
  { width: 360, colorScheme: "light", locale: "it-IT", hasTouch: true },
  { width: 390, colorScheme: "dark", locale: "en-GB", hasTouch: true },
  { width: 1024, colorScheme: "dark", locale: "it-IT", hasTouch: false },
  { width: 1440, colorScheme: "light", locale: "en-GB", hasTouch: false },
] as const)(
  "every page stands in the same frame, fits and is clean: $width px, $colorScheme, $locale",
  { timeout: 120_000 },
  async ({ width, ...options }) => {
    const { onlooker, server } = look;
    const page = await onlooker.open({ viewport: { width, height: 800 }, ...options }, { path: pages[0]! });
    for (const path of pages) {
      await page.goto(`${server.url}${path}`);
      await onlooker.whole(page, { width, javaScriptEnabled: width === 360 || width === 1440 });
      expect(await page.locator("#pill").isVisible(), path).toBe(true);
      // On a wide screen the rail shows what a phone has behind "More".
      const isNowhere = width > 700 && /more|keys/.test(path);
      expect(await page.locator("nav.places [aria-current]:visible").count(), path).toBe(isNowhere ? 0 : 1);
      // In the middle of what the rail leaves, on every page.
      const [main, rail] = [(await box(page, "#main"))!, (await box(page, "nav.places"))!];
      const isPhone = width < 700;
      if (isPhone) expect([rail.x, Math.round(rail.y + rail.height)], path).toEqual([0, 800]);
      else expect(Math.abs(main.x - rail.width - (width - main.x - main.width)), path).toBeLessThan(2);
    }
  },
);

test("keys search, go and help; in a field they are letters", async () => {
  const page = await look.onlooker.open({}, { path: "/monitor/people" });
  const focused = () =>
    page.evaluate<string>("document.activeElement.id || document.activeElement.className");
  await page.keyboard.press("/");
  expect(await focused()).toBe("q");
  await page.keyboard.type("gp?c/");
  expect(await page.locator("#q").inputValue()).toBe("gp?c/");
  expect(page.url()).toContain("/monitor/people");
  await page.keyboard.press("Escape");
  const rows = await page.locator("[data-row]").allTextContents();
  const row = () => page.evaluate<string>("document.activeElement.textContent");
  for (const [key, n] of [
    ["j", 0],
    ["j", 1],
    ["k", 0],
    ["k", 0],
  ] as const) {
    await page.keyboard.press(key);
    expect(await row()).toBe(rows[n]);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/monitor\/c\/\d+$/);
  await page.keyboard.press("Control+c");
  await page.keyboard.press("?");
  await page.waitForURL(/\/monitor\/keys$/);
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.waitForURL(/\/monitor$/);
  expect(look.onlooker.complaints(page)).toEqual([]);
});

test("on a phone search opens from its button without scripts, and the rest is behind More", async () => {
  const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, javaScriptEnabled: false };
  const page = await look.onlooker.open(phone, { path: "/monitor/more" });
  expect(await page.locator("#q").isVisible()).toBe(false);
  await page.locator(".seek-open").click();
  await page.locator("#q:focus").waitFor();
  await page.keyboard.type("noce");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/monitor\?q=noce$/);
  await page.locator("nav.places").getByRole("link", { name: "More" }).click();
  await page.locator(".ways").getByRole("link", { name: "Insights" }).waitFor();
  await page.locator(".ways").getByRole("link", { name: "Settings" }).click();
  await page.waitForURL(/\/monitor\/settings$/);
});

test("oneself: the menu opens by keyboard, closes by Escape, switches the language and signs out", async () => {
  const page = await look.onlooker.open({}, { path: "/monitor/tasks?state=failed" });
  const menu = page.locator(".menu.me");
  await menu.locator("summary").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  expect(await menu.getAttribute("open")).toBeNull();
  await menu.locator("summary").click();
  await page.getByRole("link", { name: "Italiano" }).click();
  await page.waitForURL(/state=failed$/);
  expect(await page.locator("html").getAttribute("lang")).toBe("it");
});

test("a toast goes after ten seconds, stays while somebody is at it, and its button posts", async () => {
  const page = await look.onlooker.open({}, { path: "/monitor/keys" });
  const toast = toastView("en", {
    text: 'Taken <b>off</b> "the" list',
    undo: { action: "/monitor/nothing/undo", fields: { id: '7"' } },
  });
  await page.evaluate(`document.getElementById("toast").innerHTML = ${JSON.stringify(String(toast))}`);
  const button = page.getByRole("status").getByRole("button", { name: "Undo" });
  await button.waitFor();
  const [timing] = await page.evaluate<{ duration: number; state: string }[]>(
    `document.querySelector(".toast").getAnimations().map((a) => ({ duration: a.effect.getTiming().duration, state: a.playState }))`,
  );
  expect(timing).toEqual({ duration: 10_000, state: "running" });
  await button.focus();
  const state = `document.querySelector(".toast").getAnimations()[0].playState`;
  expect(await page.evaluate(state)).toBe("paused");
  const posted = page.waitForRequest(/undo$/);
  await page.keyboard.press("Enter");
  expect((await posted).postData()).toBe("id=7%22");
  await page.goto(`${look.server.url}/monitor/keys`);
  await page.evaluate(`document.getElementById("toast").innerHTML = ${JSON.stringify(String(toast))}`);
  await page.evaluate(`document.querySelector(".toast").getAnimations()[0].finish()`);
  expect(await page.locator(".toast").isVisible()).toBe(false);
});
