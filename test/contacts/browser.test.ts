import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Onlooker } from "../monitor/onlooker.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, phone } from "../support/kit.ts";

/** The pages of contacts on a phone without scripts and at a desk, as a person sees them. */
let k: Kit;
let look: BrowserStage;
let onlooker: Onlooker;
const idOf = async (value: string) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${value}`)[0]!.contact_id);

beforeAll(async () => {
  k = await kit();
  await k.ct(
    endedCall(1, {
      contact_name: "Anna Ferri",
      company: "Società Agricola Terre dell'Altopiano Settentrionale",
    }),
  );
  const one = await k.claim();
  await k.settle(one.message.id, one.message.attempt, accepted);
  await k.wa(inbound(2, "Stop"));
  await k.shift(5_000);
  await k.wa(hidden(3, `Buongiorno ${"x".repeat(200)}`));
  const manager = await k.product.db.createStaff({ role: "manager" });
  await manager.client.rpc("set_contact_blocked", {
    contact: await idOf(phone(2)),
    blocked: true,
    reason: "Insulti",
  });
  look = await browserStage(k.product, manager);
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await k?.product.close();
});

describe.each([
  { width: 390, colorScheme: "light", javaScriptEnabled: false },
  { width: 390, colorScheme: "dark", javaScriptEnabled: true },
  { width: 1280, colorScheme: "light", javaScriptEnabled: true },
] as const)("at $width px, scripts: $javaScriptEnabled", ({ width, colorScheme, javaScriptEnabled }) => {
  const open = (path: string) =>
    onlooker.open({ viewport: { width, height: 844 }, javaScriptEnabled, colorScheme }, { path });

  test.for<[what: string, path: () => string | Promise<string>]>([
    ["a person", async () => `/monitor/contacts/${await idOf(phone(1))}`],
    ["somebody who is blocked", async () => `/monitor/contacts/${await idOf(phone(2))}`],
    ["a hidden writer, and who they may be", async () => `/monitor/contacts/${await idOf(lid)}?q=ferri`],
  ])("%s fits, and axe finds nothing, also unfolded", async ([, path]) => {
    const page = await open(await path());
    await page.locator("h1").waitFor();
    for (const summary of await page.locator("details.guard > summary").all()) await summary.click();
    await onlooker.whole(page, { width, javaScriptEnabled });
  });
});

test("on a phone without scripts a manager links a hidden writer and parts them again", async () => {
  const page = await onlooker.open(
    { viewport: { width: 390, height: 844 }, javaScriptEnabled: false },
    { path: "/monitor/diagnostics" },
  );
  await page.locator(`a[href="/monitor/contacts/${await idOf(lid)}#join"]`).click();
  await page.locator("#join-q").fill("ferri");
  await page.locator("#join .find button").click();
  await page.locator("#join-1 > summary").click();
  await page.locator("#join-1 button").click();
  await page.locator(".notice").waitFor();
  expect(await page.locator("h1.page-title").textContent()).toBe("Anna Ferri");
  expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
  await page.locator("#merges details > summary").click();
  await page.locator("#merges input[name=reason]").fill("Non era lei");
  await page.locator("#merges details button").click();
  await page.locator(".notice").waitFor();
  expect(await k.call("900000001")).toMatchObject({ electricity_bill_received: false });
});
