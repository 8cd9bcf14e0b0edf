import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { type Stage, stage } from "./stage.ts";

/** The card of a restored backup on a phone and at a desk. */
let s: Stage;
let look: BrowserStage;

beforeAll(async () => {
  s = await stage();
  for (const n of [1, 2, 3]) await s.call(n);
  await s.leaves(1);
  await s.restore();
  await s.product.tick();
  look = await browserStage(s.product, await s.product.db.createStaff({ role: "manager" }));
}, 120_000);
afterEach(() => look.onlooker.leave());
afterAll(async () => {
  await look?.close();
  await s?.close();
});

test.each([
  { width: 390, locale: "it-IT", colorScheme: "light", javaScriptEnabled: false },
  { width: 1440, locale: "en-GB", colorScheme: "dark", javaScriptEnabled: true },
] as const)("at $width px it is whole, and one button lets the rest go", async (options) => {
  const { width, javaScriptEnabled } = options;
  const page = await look.onlooker.open({ ...options, viewport: { width, height: 844 } });
  const button = page.getByRole("button", { name: /Ho guardato|I have looked/ });
  await button.waitFor();
  await look.onlooker.whole(page, { width, javaScriptEnabled });
  expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(width < 700 ? 44 : 32);
});
