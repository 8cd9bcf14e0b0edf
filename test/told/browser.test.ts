import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, inbound, type Product } from "../support/kit.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A page in front of which nobody sits, with the browser's leave to notify. */
let product: Product;
let staff: Staff;
let stage: BrowserStage;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  staff = await product.db.createStaff({ role: "manager" });
  stage = await browserStage(product, staff);
}, 120_000);
afterAll(async () => {
  await stage.close();
  await product.close();
});

const patient = { timeout: 15_000 };

/** What the page would have let be heard and seen, and the time in its hands. */
async function listening(path: string): Promise<Page> {
  const page = await stage.onlooker.open({ permissions: ["notifications"] }, { path: "/monitor/icon.svg" });
  await page.context().addInitScript(`
    globalThis.heard = 0;
    globalThis.shown = [];
    const tone = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function () { globalThis.heard += 1; return tone.call(this); };
    globalThis.Notification = class { static permission = "granted"; static requestPermission = async () => "granted";
      constructor(title, { body }) { globalThis.shown.push({ title, body, self: this }); } close() {} };
    Object.defineProperty(document, "hidden", { get: () => globalThis.away === true });
  `);
  await page.clock.install();
  const asked = page.waitForResponse("**/monitor/told");
  await page.goto(`${stage.server.url}${path}`);
  await asked;
  await expect.poll(() => page.evaluate("localStorage.getItem('aftercall-told')"), patient).not.toBeNull();
  return page;
}

async function goAway(page: Page, away: boolean): Promise<void> {
  await page.evaluate(`globalThis.away = ${away}; document.dispatchEvent(new Event("visibilitychange"))`);
}

async function after(page: Page, seconds: number): Promise<void> {
  const asked = page.waitForResponse("**/monitor/told");
  await page.clock.runFor(seconds * 1_000);
  await asked;
}

const shown = (page: Page) => page.evaluate("shown.map(({ title, body }) => title + ': ' + body)");

test("who wrote while nobody looked is in the title, heard and seen, and names nobody", async () => {
  const [{ id: workspace }] = await product.db.sql<[{ id: string }]>`select id from workspaces`;
  await staff.client.rpc("choose_told", { workspace, told: ["sound", "notice"] });
  const page = await listening("/monitor/keys");
  await goAway(page, true);
  await product.postWasender(inbound(1, "Buongiorno, sono Marisa"));
  await after(page, 46);
  await expect.poll(() => page.title(), patient).toMatch(/^\(1\) /);
  expect(await shown(page)).toEqual(["Aftercall: One person wrote"]);
  expect(await page.evaluate("heard")).toBe(2);
  await after(page, 46);
  expect(await shown(page)).toHaveLength(1);
  const moved = page.waitForURL(/\/monitor\?view=new$/);
  await page.evaluate("void shown[0].self.onclick()");
  await moved;
  await stage.onlooker.leave();
});

test("who chose nothing hears nothing, and sees the number", async () => {
  const [{ id: workspace }] = await product.db.sql<[{ id: string }]>`select id from workspaces`;
  await staff.client.rpc("choose_told", { workspace, told: [] });
  const page = await listening("/monitor/settings");
  await product.postWasender(inbound(2, "Eccomi"));
  await after(page, 21);
  await expect.poll(() => page.title(), patient).toMatch(/^\(2\) /);
  expect([await shown(page), await page.evaluate("heard")]).toEqual([[], 0]);
  await stage.onlooker.leave();
});

test.each([360, 1440])("the choice on one's own page is whole at %i px", async (width) => {
  const page = await stage.onlooker.open({ viewport: { width, height: 800 } }, { path: "/monitor/me" });
  await stage.onlooker.whole(page, { width });
  await page.getByLabel("A sound").check();
  await page.locator("#told").getByRole("button", { name: "Save" }).click();
  await expect.poll(() => page.getByLabel("A sound").isChecked()).toBe(true);
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/me-${width}.png`, fullPage: true });
  await stage.onlooker.leave();
});

test.each([390, 1440])("the first steps are whole at %i px", async (width) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const viewport = { width, height: 800 };
    const page = await stage.onlooker.open({ viewport, colorScheme }, { path: "/monitor/start?lang=it" });
    await stage.onlooker.whole(page, { width });
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/start-${width}-${colorScheme}.png` });
    await stage.onlooker.leave();
  }
});
