import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Onlooker } from "../monitor/onlooker.ts";
import { site } from "../monitor/site.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Listening, listen } from "../support/listen.ts";
import { createProduct, type Product } from "../support/product.ts";

/** A manager says which field is which, on a phone without scripts and at a desk. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let product: Product;
let server: Listening;
let browser: Browser;
let onlooker: Onlooker;

beforeAll(async () => {
  [product, browser] = await Promise.all([
    createProduct({}, () => ({ background: () => {} })),
    launchBrowser(),
  ]);
  // What a workflow's author types: names of their own, one variable mistyped, a long word that must not widen the page.
  await product.postCloudtalk({
    codice_chiamata: 4711,
    cliente: { recapito: "393331000001", ragione: "Società Agricola Podere Alto di Verdi & Figli S.s." },
    secondi_parlati: "35",
    note: "{{ event.properties.nota }}",
    riferimento: "x".repeat(160),
  });
  server = await listen(site(product));
  onlooker = new Onlooker(browser, server.url);
  await onlooker.signIn(await onlooker.open(), await product.db.createStaff({ role: "manager" }));
}, 60_000);
beforeEach(() => product.db.sql`delete from workspace_settings`);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await product?.close();
});

describe.each([
  { width: 390, colorScheme: "light", javaScriptEnabled: false },
  { width: 1280, colorScheme: "dark", javaScriptEnabled: true },
] as const)("at $width px, scripts: $javaScriptEnabled", ({ width, javaScriptEnabled, colorScheme }) => {
  test("a body with names of its own is mapped, tried, and saved", async () => {
    const page = await onlooker.open(
      { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme },
      { path: "/monitor/settings" },
    );
    await page.getByRole("link", { name: /^CloudTalk fields/ }).click();
    await page.getByText("Not read as a call").waitFor();
    await page.getByText("A field holds {{…}}").waitFor();
    await page.getByLabel("codice_chiamata").selectOption({ label: "call id" });
    await page.getByLabel("cliente.recapito").selectOption({ label: "customer's number" });
    await page.getByLabel("cliente.ragione").selectOption({ label: "company" });
    await page.getByRole("button", { name: "Try on the last deliveries" }).click();
    await page.locator(".result ins", { hasText: "+393331000001" }).waitFor();
    expect(await page.getByLabel("cliente.recapito").inputValue()).toBe("phone");
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    if (javaScriptEnabled) {
      await page.evaluate(axe);
      const found = await page.evaluate<string[]>(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))",
      );
      expect(found).toEqual([]);
    }
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/mapping-${width}.png`, fullPage: true });
    await page.getByRole("button", { name: "Save and use from now on" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByRole("link", { name: "Back to the settings" }).click();
    await page.getByText("3 fields set by hand").waitFor();
    expect(onlooker.complaints(page)).toEqual([]);
  });
});
