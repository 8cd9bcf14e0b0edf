import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../../monitor/browser-stage.ts";
import type { Onlooker } from "../../monitor/onlooker.ts";
import { createProduct, type Product } from "../../support/product.ts";

/** The page of forms' keys as an admin sees it, on a phone and at a desk, with and without scripts. */
let product: Product;
let look: BrowserStage;
let onlooker: Onlooker;
const path = "/monitor/settings/forms/google";
beforeAll(async () => {
  const env = {
    CHANNEL_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    GOOGLE_LEADS_KEY: "a-common-key-of-all",
  };
  product = await createProduct(env, () => ({ background: () => {} }));
  look = await browserStage(product, await product.db.createStaff({ role: "admin" }));
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await product?.close();
});

describe.each([
  { width: 360, colorScheme: "light", javaScriptEnabled: false },
  { width: 1440, colorScheme: "dark", javaScriptEnabled: true },
] as const)("at $width px, scripts: $javaScriptEnabled", ({ width, javaScriptEnabled, colorScheme }) => {
  test("a key is made, copied and retired", async () => {
    const page = await onlooker.open(
      { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme },
      { path },
    );
    await onlooker.whole(page, { width, javaScriptEnabled });
    if (!(await page.locator("#name").isVisible())) await page.locator("#make summary").click();
    await page.locator("#name").fill("Agrisolare Veneto");
    await page.locator("#make button.main").click();
    await page.locator("#key").waitFor();
    expect(await page.locator("#key").inputValue()).toMatch(/^[\w-]{40}$/);
    await onlooker.whole(page, { width, javaScriptEnabled });
    await page.locator(".back a").click();
    await page.locator(".guard summary").first().click();
    await onlooker.whole(page, { width, javaScriptEnabled });
    await page.locator('.guard button[value="retire"]').first().click();
    await page.locator(".notice").waitFor();
    await onlooker.whole(page, { width, javaScriptEnabled });
  });
});
