import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Onlooker } from "../monitor/onlooker.ts";
import { site } from "../monitor/site.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, endedCall, inbound, type Product } from "../support/kit.ts";
import { type Listening, listen } from "../support/listen.ts";

/** The pages of privacy on a phone and on a desk, in both languages, light and dark. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let product: Product;
let server: Listening;
let browser: Browser;
let onlooker: Onlooker;
let admin: Staff;
let contact: number;

beforeAll(async () => {
  [product, browser] = await Promise.all([
    createProduct({}, () => ({ background: () => {} })),
    launchBrowser(),
  ]);
  admin = await product.db.createStaff({ role: "admin" });
  await product.postCloudtalk(endedCall(1, { contact_name: "Marisa Ferraris" }));
  await product.postWasender(inbound(1, "buongiorno"));
  await product.tick();
  const [row] = await product.db.sql`select id from contacts`;
  contact = Number(row?.id);
  const [channel] = await product.db.sql`select id from channels`;
  await admin.client.rpc("set_channel_paused", { channel: channel?.id, paused: true });
  await product.db
    .sql`insert into media_deletions (workspace_id, folder, last_error) select id, 'x', 'Bucket not found' from workspaces`;
  server = await listen(site(product));
  onlooker = new Onlooker(browser, server.url);
  await onlooker.signIn(await onlooker.open(), admin);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await product?.close();
});

async function lookOver(page: Page, name: string): Promise<void> {
  for (const [width, scheme] of [
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme: scheme });
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${scheme}.png`, fullPage: true });
    expect([name, width, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([
      name,
      width,
      width,
    ]);
    await page.evaluate(axe);
    const { violations } = (await page.evaluate("axe.run()")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    expect([name, scheme, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([
      name,
      scheme,
      [],
    ]);
  }
}

test.each(["it", "en"])(
  "the log and the erasure can be read and used: %s",
  async (language) => {
    const page = await onlooker.open();
    await page.goto(`${server.url}/monitor?lang=${language}`);
    await page.goto(`${server.url}/monitor/audit`);
    await lookOver(page, `audit-${language}`);
    await page.goto(`${server.url}/monitor/contacts/${contact}/erase`);
    await lookOver(page, `erase-${language}`);
    await page.goto(`${server.url}/monitor/contacts/${contact}`);
    await lookOver(page, `contact-${language}`);
  },
  60_000,
);

test("an admin erases a person by the keyboard alone", async () => {
  const page = await onlooker.open();
  await page.goto(`${server.url}/monitor/contacts/${contact}/erase`);
  await page.focus("#reason");
  await page.keyboard.type("asked by e-mail");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Marisa Ferraris");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${server.url}/monitor/contacts/${contact}`);
  const text = await page.textContent("main");
  expect(text).not.toMatch(/Marisa|333/);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/erased.png`, fullPage: true });
});
