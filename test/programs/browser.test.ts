import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { createProduct, type Product } from "../support/product.ts";

vi.setConfig({ testTimeout: 60_000 });

/** The page of keys, at a phone and at a desk, with and without scripts, in both languages. */
let product: Product;
let look: BrowserStage;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  look = await browserStage(product, await product.db.createStaff({ role: "admin" }));
}, 120_000);
afterEach(() => look.onlooker.leave());
afterAll(async () => {
  await look?.close();
  await product?.close();
});

const path = "/monitor/settings/programs";
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const looks = [
  { width: 390, language: "it", colorScheme: "light", javaScriptEnabled: false },
  { width: 1440, language: "en", colorScheme: "dark", javaScriptEnabled: true },
  { width: 390, language: "en", colorScheme: "dark", javaScriptEnabled: true },
  { width: 1440, language: "it", colorScheme: "light", javaScriptEnabled: true },
] as const;

const words = {
  it: { name: "Programma", make: "Crea la chiave", revoke: /^Revoca/, confirm: "Conferma: revoca la chiave" },
  en: { name: "Program", make: "Make the key", revoke: /^Revoke/, confirm: "Confirm: revoke the key" },
};

describe.each(looks)("at $width px in $language, scripts: $javaScriptEnabled", (view) => {
  test("a key is made, copied, seen in the list, and revoked", async () => {
    const { width, language, colorScheme, javaScriptEnabled } = view;
    const { onlooker } = look;
    const t = words[language];
    await product.db.sql`delete from api_keys`;
    const page = await onlooker.open(
      { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme, permissions: ["clipboard-write"] },
      { path: `${path}?lang=${language}` },
    );
    const seen = async (name: string) => {
      await page.locator("h1").waitFor();
      await onlooker.whole(page, { width, javaScriptEnabled });
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${language}.png`, fullPage: true });
    };
    await seen("none");
    await page.getByLabel(t.name, { exact: true }).fill("Gestionale della sede di Bergamo");
    await page.getByRole("button", { name: t.make }).click();
    await page.locator("#key").waitFor();
    await seen("made");
    const key = await page.locator("#key").inputValue();
    expect(key).toMatch(/^aftercall_/);
    const copy = page.locator(".copy button");
    expect(await copy.count()).toBe(javaScriptEnabled ? 1 : 0);
    if (javaScriptEnabled) {
      await copy.click();
      await page.locator(".copy [role=status]", { hasText: /Copi/ }).waitFor();
    }
    await page.goto(`${look.server.url}${path}`);
    expect(await page.content()).not.toContain(key);
    await seen("list");
    await page.locator("summary", { hasText: t.revoke }).click();
    await seen("confirm");
    await page.getByRole("button", { name: t.confirm }).click();
    await page.locator(".notice").waitFor();
    expect(await product.db.sql`select from api_keys where revoked_at is null`).toHaveLength(0);
    await seen("revoked");
  });
});
