import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../../monitor/browser-stage.ts";
import type { Onlooker } from "../../monitor/onlooker.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../../support/kit.ts";
import { leadOf, tellLead } from "../tell-lead.ts";

/** Reasons as staff see, give and withdraw them, and the registry's two steps, on a phone and at a desk. */
let k: Kit;
let look: BrowserStage;
let onlooker: Onlooker;
const idOf = async (n: number) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${phone(n)}`)[0]!.contact_id);

beforeAll(async () => {
  k = await kit();
  await k.save("reasons", {
    outboundCalls: "agreed_only",
    agreedTags: ["whatsapp ok"],
    lists: "agreed_only",
  });
  await k.ct(endedCall(1, { contact_name: "Anna Ferri" }));
  await k.ct(endedCall(3, { contact_name: "Ugo Conti", call_tags: "WhatsApp OK" }));
  await k.wa(inbound(2, "Buongiorno"));
  const words =
    "Acconsento a ricevere offerte di energia elettrica e gas da Greengen Group S.r.l. anche per telefono e WhatsApp.";
  await tellLead(
    k,
    leadOf(phone(2), { consents: [{ key: "m", words, version: "2026-11", isTicked: true }] }),
  );
  look = await browserStage(k.product, await k.product.db.createStaff({ role: "manager" }));
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await k?.product.close();
});

describe.each([
  { width: 360, colorScheme: "light", javaScriptEnabled: false },
  { width: 390, colorScheme: "dark", javaScriptEnabled: true },
  { width: 1440, colorScheme: "light", javaScriptEnabled: true },
] as const)("at $width px, scripts: $javaScriptEnabled", ({ width, colorScheme, javaScriptEnabled }) => {
  test.for<[what: string, path: () => string | Promise<string>]>([
    ["a person", async () => `/monitor/contacts/${await idOf(2)}?lang=it`],
    ["the setting", () => "/monitor/settings/reasons?lang=it"],
    ["the registry", () => "/monitor/settings/registry?lang=en"],
    ["a call that lacks one", () => "/monitor/calls/1?lang=it"],
    ["a call that has one", () => "/monitor/calls/2?lang=it"],
  ])("%s fits, and axe finds nothing, also unfolded", async ([what, path]) => {
    const page = await onlooker.open(
      { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme },
      { path: await path() },
    );
    await page.locator("h1").waitFor();
    for (const summary of await page.locator("#reasons details.guard > summary").all()) await summary.click();
    if (process.env.SHOTS)
      await page.screenshot({
        path: `${process.env.SHOTS}/${what.replaceAll(" ", "-")}-${width}.png`,
        fullPage: true,
      });
    await onlooker.whole(page, { width, javaScriptEnabled });
  });
});

test("without scripts: a missing reason is written down, and the message is queued", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
    { path: "/monitor/calls/1?lang=it" },
  );
  await page.getByRole("link", { name: "Scrivi il motivo nella sua pagina" }).click();
  await page.locator("#give-reason > summary").click();
  await page.locator("#give-reason input[name=reason]").fill("Me l'ha chiesto in fiera il 28 novembre");
  await page.locator("#give-reason button").click();
  await page.locator(".notice").waitFor();
  expect(await page.locator("#reasons").textContent()).toContain("Me l'ha chiesto in fiera il 28 novembre");
  expect(await k.followUp(1)).toMatchObject({ status: "queued" });
});

test("without scripts: a person is asked to confirm, and the numbers go to the registry and come back", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
    { path: `/monitor/contacts/${await idOf(2)}?lang=it` },
  );
  await page.getByText("Chiedi conferma").click();
  await page.getByRole("button", { name: "Conferma: chiedi" }).click();
  await page.locator(".notice").waitFor();
  await page.getByText("Conferma chiesta:").waitFor();
  const registry = async () => {
    await page.goto(page.url().replace(/\/monitor\/.*/, "/monitor/settings/registry?lang=it"));
    return page.locator("h1").waitFor();
  };
  await registry();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /Scarica i numeri/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("registro-numeri.csv");
  const upload = async (text: string) => {
    await page.locator("input[type=file]").setInputFiles({
      name: "risposta.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
    await page.getByRole("button", { name: "Carica la risposta" }).click();
  };
  await upload("numero\n123\n");
  await page.getByText("Riga 2: «123» non si legge.").waitFor();
  await upload(`numero\r\n${phone(2).slice(3)}\r\n`);
  await page
    .getByText("Letti 1 numeri: 1 iscritti. Altri 2 non iscritti. Consensi alle offerte ritirati: 1.")
    .waitFor();
});
