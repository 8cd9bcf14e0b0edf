import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TwoVendors, twoVendors } from "../channels/two-vendors.ts";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";

/** A message of the thread is answered by name, where its number can do that. */
let s: TwoVendors;
let stage: BrowserStage;
let contact: number;
beforeAll(async () => {
  s = await twoVendors();
  await s.write(1, (await s.product.db.now()).toISOString(), {
    id: "wamid.ASKED",
    text: { body: "Quale bolletta vi serve, <b>luce</b> o gas?" },
  });
  const [row] = await s.sql`select contact_id as id from whatsapp_messages`;
  contact = Number(row!.id);
  stage = await browserStage(s.product, await s.product.db.createStaff({ role: "agent" }));
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await s?.product.close();
});
beforeEach(() => s.sql`update channels set state = 'paused', pause_reason = 'staff'`);

const newest = async () =>
  (await s.sql`select body, quoted_whatsapp_id as quoted from whatsapp_messages order by id desc limit 1`)[0];
const words = "Quale bolletta vi serve, <b>luce</b> o gas?";

test.for([true, false])("at 390 px, scripts: %s", { timeout: 120_000 }, async (javaScriptEnabled) => {
  const options = { viewport: { width: 390, height: 844 }, javaScriptEnabled, locale: "it-IT" };
  const page = await stage.onlooker.open(options, { path: `/monitor/c/${contact}` });
  const quote = page.getByRole("link", { name: "Rispondi a questo" }).first();
  const quoting = page.locator("#quoting");
  expect(await quoting.isVisible()).toBe(false);
  await quote.click();
  await quoting.getByText(words).waitFor();
  await stage.onlooker.whole(page, { width: 390, javaScriptEnabled });
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/quote-${javaScriptEnabled}.png` });
  await page.getByRole("link", { name: "Non citare" }).click();
  await quoting.waitFor({ state: "hidden" });
  await quote.click();
  await quoting.getByText(words).waitFor();
  const text = `Quella della luce (${javaScriptEnabled})`;
  await page.getByLabel(/Messaggio per/).fill(text);
  await page.getByRole("button", { name: "Invia", exact: true }).click();
  await quoting.waitFor({ state: "hidden" });
  await page.locator(".bubble .quoted").first().waitFor();
  expect(await newest()).toEqual({ body: text, quoted: "wamid.ASKED" });
  await stage.onlooker.leave();
});
