import { afterAll, afterEach, beforeAll, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { own, type Stage, stage } from "./stage.ts";

/** What is offered once a mapping is saved, on a phone and at a desk. */
let s: Stage;
let look: BrowserStage;

beforeAll(async () => {
  s = await stage();
  for (const n of [1, 2, 3]) await s.post(own(n));
  await s.map({ phone: "recapito", contactName: "chi", talkingSeconds: "durata_conv" });
  look = await browserStage(s.product, s.manager);
}, 120_000);
afterEach(() => look.onlooker.leave());
afterAll(async () => {
  await look?.close();
  await s?.close();
});

const sides = [
  { width: 390, locale: "it-IT", colorScheme: "light", javaScriptEnabled: false },
  { width: 1440, locale: "en-GB", colorScheme: "dark", javaScriptEnabled: true },
] as const;
const paths = ["/monitor/settings/fields", "/monitor/events/1"];

test.each(sides.flatMap((options) => paths.map((path) => ({ path, ...options }))))(
  "$path at $width px is whole",
  async ({ path, ...options }) => {
    const { width, javaScriptEnabled } = options;
    const page = await look.onlooker.open({ ...options, viewport: { width, height: 844 } }, { path });
    await page.locator("h1").waitFor();
    await page
      .getByRole("button", { name: /Rileggi|Read/ })
      .first()
      .waitFor();
    await look.onlooker.whole(page, { width, javaScriptEnabled });
  },
);
