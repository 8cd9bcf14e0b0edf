import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The page of alerts and one's own, as people see them. */
let product: Product;
let look: BrowserStage;
beforeAll(async () => {
  const env = { CHANNEL_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}` };
  product = await createProduct(env, () => ({ background: () => {} }));
  look = await browserStage(product, await product.db.createStaff({ role: "admin" }));
}, 60_000);
afterAll(async () => {
  await look?.close();
  await product?.close();
});

test.for([
  [390, "light", "it-IT"],
  [360, "dark", "en-GB"],
  [1440, "light", "it-IT"],
] as const)("fits and reads at %i px, %s, %s", async ([width, colorScheme, locale]) => {
  for (const path of ["/monitor/settings/alerts", "/monitor/me", "/monitor/settings"]) {
    const page = await look.onlooker.open(
      { viewport: { width, height: 844 }, colorScheme, locale },
      { path },
    );
    await look.onlooker.whole(page, { width });
    if (process.env.SHOTS)
      await page.screenshot({
        path: `${process.env.SHOTS}/${path.split("/").at(-1)}-${width}.png`,
        fullPage: true,
      });
    await page.context().close();
  }
});

test("with the keyboard: a Slack address is set, and what is wrong is said beside it", async () => {
  const page = await look.onlooker.open(
    { viewport: { width: 390, height: 844 }, locale: "en-GB" },
    { path: "/monitor/settings/alerts" },
  );
  await page.locator("#webhook summary").first().press("Enter");
  const field = page.getByLabel("Address of the webhook");
  await field.fill("http://hooks.slack.test/x");
  await field.press("Enter");
  await page.locator("#url-error").waitFor();
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/wrong-390.png`, fullPage: true });
  await page.getByLabel("Address of the webhook").fill("https://hooks.slack.test/services/abc4");
  await page.getByLabel("Address of the webhook").press("Enter");
  await page.getByText("hooks.slack.test/…/abc4").waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/set-390.png`, fullPage: true });
  expect(await page.content()).not.toContain("services/abc4");
});
