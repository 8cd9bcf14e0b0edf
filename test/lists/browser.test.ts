import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Onlooker } from "../monitor/onlooker.ts";
import { type Kit, kit, phone } from "../support/kit.ts";
import { contactOf, fewDays } from "./stage.ts";

/** Calls, persons and insights as people see them: on a phone without scripts, at desks, by keyboard. */
let k: Kit;
let look: BrowserStage;
let onlooker: Onlooker;
const paths = ["/monitor/calls", "/monitor/people", "/monitor/insights"];
const bare = [
  "/monitor/calls?q=zzz",
  "/monitor/people?tag=fiera",
  "/monitor/insights?from=2026-09-01&agent=nobody",
];

beforeAll(async () => {
  k = await kit();
  await fewDays(k);
  await k.sql`update conversations set tags = '{fiera,molto interessato al bando}' where contact_id % 4 = 0`;
  look = await browserStage(k.product, await k.product.db.createStaff({ role: "manager" }));
  ({ onlooker } = look);
}, 90_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await k?.product.close();
});

describe.each([
  { width: 360, colorScheme: "light", locale: "it-IT", javaScriptEnabled: false },
  { width: 390, colorScheme: "dark", locale: "it-IT", javaScriptEnabled: true },
  { width: 1024, colorScheme: "light", locale: "it-IT", javaScriptEnabled: true },
  { width: 1440, colorScheme: "dark", locale: "en-GB", javaScriptEnabled: true },
] as const)("at $width px, $colorScheme, scripts: $javaScriptEnabled", (options) => {
  test("every page fits, and axe finds nothing, unfolded too", { timeout: 120_000 }, async () => {
    const { width, ...rest } = options;
    const page = await onlooker.open(
      { ...rest, viewport: { width, height: 844 } },
      { path: "/monitor/calls" },
    );
    for (const path of width === 390 ? [...paths, ...bare] : paths) {
      await page.goto(`${look.server.url}${path}`);
      for (const summary of await page.locator("main details:not([open]) > summary:visible").all())
        await summary.click();
      await onlooker.whole(page, options);
      await rowsAre(page, width < 700 ? 61 : 44);
    }
  });
});

/** Rows have one height, whatever is in them. */
async function rowsAre(page: Page, height: number): Promise<void> {
  const heights = await page.evaluate<number[]>(
    `[...document.querySelectorAll(".dense tbody tr:not(.day)")].map((row) => Math.round(row.getBoundingClientRect().height))`,
  );
  expect(heights.filter((each) => Math.abs(each - height) > 1)).toEqual([]);
}

test("by keyboard alone: two persons get a tag, and Undo takes it back", async () => {
  const page = await onlooker.open({}, { path: "/monitor/people?q=pellegrini" });
  const boxes = page.locator(".choose input");
  await boxes.nth(0).focus();
  await page.keyboard.press("Space");
  await boxes.nth(1).focus();
  await page.keyboard.press("Space");
  await page.locator("#change-tag").focus();
  await page.keyboard.type("Visura");
  await page.keyboard.press("Enter");
  await page.locator(".toast", { hasText: "Tag added to 2 people." }).waitFor();
  expect(await page.locator(".labels .chip", { hasText: "visura" }).count()).toBe(2);
  await page.locator(".toast button").focus();
  await page.keyboard.press("Enter");
  await page.locator(".toast", { hasText: "everything is as before" }).waitFor();
  expect(await page.locator(".labels .chip", { hasText: "visura" }).count()).toBe(0);
});

test("j, k and Enter go from row to row and open one", async () => {
  const page = await onlooker.open({}, { path: "/monitor/calls?agent=Paolo+Conti" });
  await page.locator(".calls-list").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const href = await page.evaluate<string>(`document.activeElement.getAttribute("href")`);
  expect(href).toMatch(/^\/monitor\/c\/\d+$/);
  await page.locator("#calls-agent").selectOption("Giulia Ferri");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/agent=Giulia\+Ferri/);
  expect(await page.locator(".calls-list td.agent").allTextContents()).toEqual(Array(6).fill("Giulia Ferri"));
});

test("on a phone what is done with many comes up once somebody is chosen", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, hasTouch: true },
    { path: "/monitor/people" },
  );
  expect(await page.locator(".change-bar").isVisible()).toBe(false);
  await page.locator(`#person-${await contactOf(k, phone(1))} .choose label`).click();
  expect(await page.locator(".change-bar").isVisible()).toBe(true);
  await onlooker.whole(page, { width: 390 });
});
