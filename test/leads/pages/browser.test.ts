import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../../monitor/browser-stage.ts";
import type { Onlooker } from "../../monitor/onlooker.ts";
import { type Kit, kit, phone } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** Leads as staff see and change them, on a phone and at a desk. */
let k: Kit;
let look: BrowserStage;
let onlooker: Onlooker;
const unread = { name: "recapito", values: ["333 1000009"] };
beforeAll(async () => {
  k = await kit();
  const consents = [{ key: "m", words: "Acconsento a ricevere offerte via WhatsApp.", isTicked: true }];
  await tellLead(k, leadOf(phone(1), { campaignName: "Stalle Veneto", consents, adName: "Video" }));
  const named = (name: string) => ({ name: "nome", values: [name], as: "full_name" as const });
  const tel = (n: number) => ({
    name: "tel",
    values: [phone(n)],
    as: "phone" as const,
    phone: { e164: phone(n), raw: phone(n), problem: null },
  });
  await tellLead(k, leadOf(phone(2), { answers: [named("Anna Ferri"), tel(2)] }));
  await tellLead(k, leadOf(phone(2), { answers: [named("Giovanna Ferri"), tel(2)], source: "google_ads" }));
  const read = { ...unread, phone: { e164: phone(9), raw: phone(9), problem: null } };
  await tellLead(k, leadOf(phone(9), { formId: "F9", formName: "Modulo fiera", answers: [read] }));
  await tellLead(k, leadOf(phone(8), { isTest: true }));
  look = await browserStage(k.product, await k.product.db.createStaff({ role: "manager" }));
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await k?.product.close();
});

describe.each([
  { width: 360, colorScheme: "dark", javaScriptEnabled: false },
  { width: 1440, colorScheme: "light", javaScriptEnabled: true },
] as const)("at $width px", ({ width, colorScheme, javaScriptEnabled }) => {
  test.each([
    ["list", "/monitor/leads?lang=it"],
    ["board", "/monitor/leads/board?lang=it"],
    ["one", "/monitor/leads/1?lang=it"],
    ["conflict", "/monitor/leads/3?lang=en"],
    ["error", "/monitor/leads/4?lang=it"],
    ["new", "/monitor/leads/new?lang=it"],
    ["forms", "/monitor/settings/forms?lang=it"],
  ])("%s fits, and axe finds nothing", async (what, address) => {
    const page = await onlooker.open(
      { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme },
      { path: address },
    );
    await page.locator("h1").first().waitFor();
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/leads-${what}-${width}.png`, fullPage: true });
    await onlooker.whole(page, { width, javaScriptEnabled });
  });
});

test("without scripts: a form's answer is named, its lead comes in, is won and taken back, and is given to me", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
    { path: "/monitor/leads/4?lang=it" },
  );
  await page.getByRole("link", { name: "Apri il modulo" }).click();
  const fair = page.locator("form.sheet", { hasText: "Modulo fiera" });
  await fair.locator("select").first().selectOption("phone");
  await fair.locator("button.main").click();
  await page.locator(".notice").waitFor();
  expect(await k.sql`select state, phone from leads where id = 4`).toEqual([
    { state: "queued", phone: phone(9) },
  ]);
  await page.goto(page.url().replace(/\/monitor.*/, "/monitor/leads/4?lang=it"));
  await page.getByRole("button", { name: "Vinto" }).click();
  await page.locator(".chip.done").waitFor();
  await page.getByRole("button", { name: "Riapri" }).click();
  await page.locator("select[name=owner]").selectOption({ label: "Io" });
  await page.getByRole("button", { name: "Assegna" }).click();
  await page.locator("h1").waitFor();
  expect(
    await k.sql`select owner is not null as mine, outcome from leads l join conversations k using (contact_id)
    where l.id = 4`,
  ).toEqual([{ mine: true, outcome: null }]);
});

test("without scripts: what contradicts is shown and decided; a new one is written down with its reason", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
    { path: "/monitor/leads/3?lang=it" },
  );
  expect(await page.locator(".conflicts").textContent()).toContain(
    "Avevamo «Anna Ferri», Nel modulo «Giovanna Ferri»",
  );
  await page.getByRole("button", { name: "Usa quello del modulo" }).click();
  await page.locator(".conflicts .quiet").waitFor();
  expect(await k.sql`select name from contacts where name like '%Ferri'`).toEqual([
    { name: "Giovanna Ferri" },
  ]);
  await page.goto(page.url().replace(/\/monitor.*/, "/monitor/leads/new?lang=it"));
  await page.getByLabel("Nome e cognome").fill("Ugo Conti");
  await page.getByLabel("Telefono").fill("333 100 0077");
  await page.getByRole("button", { name: "Salva il lead" }).click();
  await page.locator(".wrong").waitFor();
  await page.getByLabel("Perché possiamo scrivergli").fill("Incontrato in fiera, ha chiesto un preventivo");
  await page.getByRole("button", { name: "Salva il lead" }).click();
  await page.getByRole("heading", { name: /Ugo Conti/ }).waitFor();
  expect(
    await k.sql`select kind from reasons_to_write r join leads l using (contact_id)
    where l.name = 'Ugo Conti' order by 1`,
  ).toContainEqual({ kind: "staff" });
});
