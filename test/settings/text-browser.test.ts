import { afterAll, beforeAll, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { endedCall } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** A manager types a text: names are put in by a press, and the preview follows. */
let product: Product;
let look: BrowserStage;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await product.postCloudtalk(endedCall(1, { contact_name: "De Luca Antonio" }));
  look = await browserStage(product, await product.db.createStaff({ role: "manager" }));
}, 60_000);
afterAll(async () => {
  await look?.close();
  await product?.close();
});

test("a name goes where the cursor is, and the preview shows it at once", async () => {
  const page = await look.onlooker.open(
    { viewport: { width: 390, height: 844 } },
    { path: "/monitor/settings/templates/edit?key=follow_up" },
  );
  await page.getByLabel("Text", { exact: true }).fill("Salve ");
  await page.getByRole("button", { name: "first name of the customer" }).click();
  await page.locator("#preview .bubble", { hasText: /^Salve Antonio$/ }).waitFor();
  await look.onlooker.whole(page, { width: 390 });
});
