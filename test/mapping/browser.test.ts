import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Onlooker } from "../monitor/onlooker.ts";
import { createProduct, type Product } from "../support/product.ts";

/** A manager says which field is which, on a phone without scripts and at a desk. */
let product: Product;
let look: BrowserStage;
let onlooker: Onlooker;

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  // What a workflow's author types: names of their own, one variable mistyped, a long word that must not widen the page.
  await product.postCloudtalk({
    codice_chiamata: 4711,
    cliente: { recapito: "393331000001", ragione: "Società Agricola Podere Alto di Verdi & Figli S.s." },
    secondi_parlati: "35",
    note: "{{ event.properties.nota }}",
    riferimento: "x".repeat(160),
  });
  look = await browserStage(product, await product.db.createStaff({ role: "manager" }));
  ({ onlooker } = look);
}, 60_000);
beforeEach(() => product.db.sql`delete from workspace_settings`);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
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
    await page.getByRole("link", { name: /^CloudTalk/ }).click();
    await page.getByText("Not read as a call").waitFor();
    await page.getByText("A field holds {{…}}").waitFor();
    await page.getByLabel("codice_chiamata").selectOption({ label: "call id" });
    await page.getByLabel("cliente.recapito").selectOption({ label: "customer's number" });
    await page.getByLabel("cliente.ragione").selectOption({ label: "company" });
    await page.getByRole("button", { name: "Try on the last deliveries" }).click();
    await page.locator(".trials ins", { hasText: "+393331000001" }).waitFor();
    expect(await page.getByLabel("cliente.recapito").inputValue()).toBe("phone");
    await onlooker.whole(page, { width, javaScriptEnabled });
    await page.getByRole("button", { name: "Save and use from now on" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByRole("link", { name: "Back to the settings" }).click();
    await page.getByText("3 fields set by hand").waitFor();
    expect(onlooker.complaints(page)).toEqual([]);
  });
});
