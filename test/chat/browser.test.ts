import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { lookAgain } from "../monitor/onlooker.ts";
import { tellStory } from "../monitor/story.ts";
import { inbound, phone } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

let product: Product;
let look: BrowserStage;
let staff: Staff;
let contact: number;
let shift = 0;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await tellStory(product);
  staff = await product.db.createStaff();
  look = await browserStage(product, staff);
  const [found] = await product.db.sql`select contact_id from contact_identities where value = ${phone(2)}`;
  contact = Number(found!.contact_id);
  await staff.client.rpc("add_note", { contact, body: "la visura serve?", mentions: [] });
}, 90_000);
afterEach(() => look.onlooker.leave());
afterAll(async () => {
  await look.close();
  await product.close();
});

async function customerWrites(n: number, text: string): Promise<void> {
  await product.db.shiftClock(++shift * 1_000);
  await product.postWasender(inbound(n, text));
}
const paths = () => [
  "/monitor?view=all",
  "/monitor",
  `/monitor/c/${contact}`,
  `/monitor/c/${contact}/person`,
  "/monitor?q=zzz",
];
/** The poll, without its five seconds. */
async function refresh(page: Page): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().includes("/monitor/live"));
  await page.evaluate(lookAgain);
  const response = await answer;
  await response.finished();
  return response.status();
}
const visible = (page: Page, selector: string) => page.locator(selector).isVisible();

test.each([
  [360, "it-IT", "light", true],
  [390, "en-GB", "dark", true],
  [1024, "it-IT", "dark", true],
  [1440, "en-GB", "light", true],
  [390, "it-IT", "light", false],
] as const)(
  "whole at %i px, %s, %s, scripts %s",
  { timeout: 90_000 },
  async (width, locale, colorScheme, javaScriptEnabled) => {
    const options = { viewport: { width, height: 844 }, locale, colorScheme, javaScriptEnabled };
    const page = await look.onlooker.open(options, { path: paths()[0]! });
    for (const path of paths()) {
      await page.goto(`${look.server.url}${path}`);
      await look.onlooker.whole(page, { width, javaScriptEnabled });
    }
    await page.goto(`${look.server.url}/monitor/c/${contact}?view=all`);
    const both = width >= 1024;
    expect([await visible(page, "#list"), await visible(page, "#thread")]).toEqual([both, true]);
    expect(await visible(page, "#person")).toBe(width >= 1280);
    // It stands at its end, without a script too.
    expect(await page.locator("#items > :last-child").isVisible()).toBe(true);
    if (both) return;
    await page.locator(".back-to-list").click();
    expect(await visible(page, "#list")).toBe(true);
  },
);

test("a row is 61 px, and twelve are seen at once on a desk", async () => {
  const page = await look.onlooker.open({ locale: "it-IT" }, { path: "/monitor?view=all" });
  const heights = await page.evaluate<number[]>(
    `[...document.querySelectorAll("#rows > li")].map((row) => row.getBoundingClientRect().height)`,
  );
  expect(new Set(heights)).toEqual(new Set([61]));
  const top = await page.evaluate<number>(`document.getElementById("rows").getBoundingClientRect().top`);
  expect(Math.floor((900 - top) / 61)).toBeGreaterThanOrEqual(12);
});

test("keys alone: down the list, into a thread, and back by the list's tab", async () => {
  const page = await look.onlooker.open({}, { path: "/monitor?view=all" });
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  const name = await page.evaluate<string>(`document.activeElement.querySelector(".name").textContent`);
  await page.keyboard.press("Enter");
  await page.locator("#thread h1").waitFor();
  expect(await page.locator("#thread h1").textContent()).toBe(name);
  expect(page.url()).toContain("view=all");
});

test("live: the open thread follows at its end; above it stands still and says that there is more", async () => {
  const page = await look.onlooker.open(
    { viewport: { width: 1440, height: 500 } },
    { path: `/monitor/c/${contact}` },
  );
  for (let n = 0; n < 6; n++) await customerWrites(2, `riga ${n}: ${"parola ".repeat(12)}`);
  expect(await refresh(page)).toBe(200);
  await page.getByText("riga 5").first().waitFor();
  expect(await page.locator("#items > :last-child").getAttribute("class")).toContain("theirs");
  expect(await page.evaluate<number>(`document.getElementById("said").scrollTop`)).toBe(0);
  await page.evaluate(`document.getElementById("said").scrollTop = -200`);
  const top = await page.evaluate<number>(
    `document.querySelector("#items > li").getBoundingClientRect().top`,
  );
  await customerWrites(2, "e un'altra cosa");
  expect(await refresh(page)).toBe(200);
  await page.locator("#to-end").waitFor();
  const still = await page.evaluate<number>(
    `document.querySelector("#items > li").getBoundingClientRect().top`,
  );
  expect(Math.abs(still - top)).toBeLessThanOrEqual(2);
  await page.locator("#to-end").click();
  await page.locator("#to-end").waitFor({ state: "hidden" });
  expect(await refresh(page)).toBeLessThan(400);
  expect(look.onlooker.complaints(page)).toEqual([]);
});

test("a row does not move under the pointer; the title counts who wrote", async () => {
  const page = await look.onlooker.open({}, { path: "/monitor?view=all" });
  await page.locator("#rows > li").nth(2).hover();
  const first = await page.locator("#rows > li").first().getAttribute("id");
  await customerWrites(3, "mi richiama?");
  await refresh(page);
  // In place at once: the row's own words.
  await page.getByText("mi richiama?").waitFor();
  expect(await page.locator("#rows > li").first().getAttribute("id")).toBe(first);
  await page.mouse.move(1_000, 400);
  await customerWrites(3, "allora?");
  await refresh(page);
  await page.locator("#rows > li:first-child").getByText("allora?").waitFor();
  expect(await page.title()).toMatch(/^\(\d+\) Chat/);
});

test("without a connection the page says so, and since when", async () => {
  const page = await look.onlooker.open({ locale: "it-IT" }, { path: "/monitor" });
  await page.route("**/monitor/live*", (route) => route.abort());
  await page.evaluate(lookAgain);
  await page.locator("#lost", { hasText: /Connessione persa: fermo alle \d\d:\d\d/ }).waitFor();
  await page.unroute("**/monitor/live*");
  await refresh(page);
  await expect.poll(() => page.locator("#lost").textContent()).toBe("");
});

test("a part of the script that comes late costs nothing: the first question has what the page shows", async () => {
  const page = await look.onlooker.open({}, { path: "/monitor" });
  await page.route("**/hx-ptag.min.js", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.reload();
  const asked = page.waitForRequest((request) => request.url().includes("/monitor/live"));
  await page.evaluate(lookAgain);
  expect((await asked).headers()["hx-ptag"]).toMatch(/;/);
});
