import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Onlooker } from "../monitor/onlooker.ts";
import { createProduct, endedCall, inbound, type Product } from "../support/kit.ts";

/** The pages of privacy on a phone and on a desk, in both languages, light and dark. */
let product: Product;
let look: BrowserStage;
let onlooker: Onlooker;
let contact: number;

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  const admin = await product.db.createStaff({ role: "admin" });
  await product.postCloudtalk(endedCall(1, { contact_name: "Marisa Ferraris" }));
  await product.postWasender(inbound(1, "buongiorno"));
  await product.tick();
  const [row] = await product.db.sql`select id from contacts`;
  contact = Number(row?.id);
  const [channel] = await product.db.sql`select id from channels`;
  await admin.client.rpc("set_channel_paused", { channel: channel?.id, paused: true });
  await product.db
    .sql`insert into media_deletions (workspace_id, folder, last_error) select id, 'x', 'Bucket not found' from workspaces`;
  look = await browserStage(product, admin);
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await product?.close();
});

async function lookOver(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [390, "light"],
    [390, "dark"],
    [1280, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    await onlooker.whole(page, { width });
  }
}

test.each(["it", "en"])(
  "the log and the erasure can be read and used: %s",
  async (language) => {
    const page = await onlooker.open();
    await page.goto(`${look.server.url}/monitor?lang=${language}`);
    await page.goto(`${look.server.url}/monitor/audit`);
    await lookOver(page);
    await page.goto(`${look.server.url}/monitor/contacts/${contact}/erase`);
    await lookOver(page);
    await page.goto(`${look.server.url}/monitor/contacts/${contact}`);
    await lookOver(page);
  },
  60_000,
);

test("an admin erases a person by the keyboard alone", async () => {
  const page = await onlooker.open();
  await page.goto(`${look.server.url}/monitor/contacts/${contact}/erase`);
  await page.focus("#reason");
  await page.keyboard.type("asked by e-mail");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Marisa Ferraris");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${look.server.url}/monitor/contacts/${contact}`);
  const text = await page.textContent("main");
  expect(text).not.toMatch(/Marisa|333/);
});
