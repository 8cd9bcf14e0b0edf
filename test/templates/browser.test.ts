import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { type TemplateStage, templateStage } from "./stage.ts";

/** A manager writes for WhatsApp's reviewers: the phone follows, and what they would refuse is said at once. */
let k: TemplateStage;
let look: BrowserStage;
beforeAll(async () => {
  k = await templateStage();
  look = await browserStage(k.product, k.manager);
}, 60_000);
afterAll(async () => {
  await look?.close();
  await k?.product.close();
});

const path = "/monitor/settings/templates";
const shots = process.env.SHOTS;

test("the phone follows what is typed, at once", async () => {
  const page = await look.onlooker.open({}, { path: `${path}/whatsapp?key=follow_up` });
  await page.getByLabel("Text", { exact: true }).fill("Salve, offerta {contact_name|cliente}");
  await page.getByLabel("Title", { exact: true }).fill("Bolletta");
  await page.locator(".phone-title", { hasText: /^Bolletta$/ }).waitFor();
  await page.locator(".phone-body", { hasText: /^Salve, offerta Mario Rossi$/ }).waitFor();
  await page.locator("#preview .wrong", { hasText: "It ends with a variable" }).waitFor();
  await page.getByLabel("Marketing", { exact: true }).check();
  await page.locator("#preview", { hasNotText: "It sounds like an offer" }).waitFor();
  expect(look.onlooker.complaints(page)).toEqual([]);
});

test.each([
  [390, "it-IT", "light"],
  [1440, "it-IT", "light"],
  [360, "en-GB", "dark"],
  [1024, "en-GB", "dark"],
] as const)(
  "everything fits at %d px, %s, %s",
  async (width, locale, colorScheme) => {
    await k.sql`delete from whatsapp_template_states`;
    await k.sql`insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id, vendor_name,
      language, state, reason_code, recommendation, category, category_asked, quality, submitted_at, becomes_category,
      becomes_at)
    select ${k.channel}, id, workspace_id, '7000', 'richiesta_bolletta', 'it', 'rejected', 'INCORRECT_CATEGORY',
      'Your template looks like marketing: change its category or its words.', 'utility', 'marketing', 'yellow',
      app.now(), 'marketing', app.now() + interval '2 days' from whatsapp_templates where key = 'follow_up'`;
    await k.sql`insert into whatsapp_template_states (channel_id, workspace_id, vendor_id, vendor_name, language, state, shown)
    select ${k.channel}, id, '8', 'sollecito_pagamento_fattura_scaduta_2024', 'it', 'approved',
      ${k.sql.json({
        body: "Salve {{1}}, aspettiamo la bolletta di {{2}}. Grazie.",
        components: [
          { type: "FOOTER", text: "Greengen Group" },
          { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Non ora" }] },
        ],
      })} from workspaces limit 1`;
    const [{ id }] = await k.sql<
      [{ id: string }]
    >`select id from whatsapp_template_states where vendor_id = '8'`;
    const options = { viewport: { width, height: 900 }, locale, colorScheme };
    for (const [name, address] of [
      ["list", path],
      ["write", `${path}/whatsapp?key=follow_up`],
      ["adopt", `${path}/whatsapp/adopt?state=${id}`],
    ] as const) {
      const page = await look.onlooker.open(options, { path: address });
      for (const summary of await page.locator("main summary").all()) await summary.click();
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
      await look.onlooker.whole(page, { width });
      await look.onlooker.leave();
    }
  },
  60_000,
);
