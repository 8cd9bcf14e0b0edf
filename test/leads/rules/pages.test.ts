import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../../monitor/browser-stage.ts";
import type { Onlooker } from "../../monitor/onlooker.ts";
import { type Kit, kit, phone } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** The rules for leads as managers read, write and try them. */
let k: Kit;
let look: BrowserStage;
let onlooker: Onlooker;
beforeAll(async () => {
  k = await kit();
  await tellLead(k, leadOf(phone(1), { campaignName: "Stalle" }));
  look = await browserStage(k.product, await k.product.db.createStaff({ role: "manager" }));
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await k?.product.close();
});
const path = "/monitor/settings/lead-rules";

describe.each([
  { width: 360, colorScheme: "dark", javaScriptEnabled: false },
  { width: 1440, colorScheme: "light", javaScriptEnabled: true },
] as const)("at $width px", ({ width, colorScheme, javaScriptEnabled }) => {
  test.each([
    ["rules", `${path}?lang=it`],
    ["rule", `${path}/edit?id=default_rule&lang=it`],
    ["try", `${path}/try?lang=it`],
    ["leads", "/monitor/settings/leads?lang=en"],
    ["history", `${path}/history?lang=en`],
  ])("%s fits, and axe finds nothing", async (what, address) => {
    const page = await onlooker.open(
      { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme },
      { path: address },
    );
    await page.locator("h1").waitFor();
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/lead-${what}-${width}.png`, fullPage: true });
    await onlooker.whole(page, { width, javaScriptEnabled });
  });
});

test("without scripts: a new rule is written, read as a sentence, tried and switched off", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
    { path: `${path}?lang=it` },
  );
  expect(await page.locator("#rule-default_rule p").first().textContent()).toBe(
    "Se arriva da «Modulo di Facebook o Instagram» o «Modulo di Google» o «Un altro programma», allora invia «lead_follow_up» subito; scade se non parte entro 72 ore.",
  );
  await page.getByRole("link", { name: "Nuova regola" }).click();
  await page.locator("input[name=name]").fill("Stalle grandi");
  await page.getByLabel("Modulo di Facebook o Instagram").check();
  await page.getByText("Modulo, campagna, inserzione, paese").click();
  await page.locator("textarea[name=campaigns]").fill("Stalle");
  await page.getByLabel("Non si invia").check();
  await page.locator("input[name=reason]").fill("Le chiamiamo noi");
  await page.locator("select[name=assign]").selectOption("round_robin");
  await page.getByLabel(/Avvisa di chi è/).check();
  await page.getByRole("button", { name: "Salva la regola" }).click();
  await page.locator(".notice").waitFor();
  expect(await page.locator("#rule-stalle_grandi p").first().textContent()).toBe(
    "Se arriva da «Modulo di Facebook o Instagram» e la campagna è «Stalle», allora non inviare: Le chiamiamo noi. Va a turno; chi lo segue è avvisato.",
  );
  expect(await page.locator("ol.rules > li").first().getAttribute("id")).toBe("rule-stalle_grandi");
  await page.getByRole("link", { name: "Prova le regole" }).click();
  expect(await page.locator("ol.rules > li").textContent()).toContain("Non si invia");
});
