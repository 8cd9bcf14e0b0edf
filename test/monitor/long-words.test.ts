import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChannelStage, channelStage } from "../channels/stage.ts";
import { endedCall } from "../support/calls.ts";
import { type BrowserStage, browserStage } from "./browser-stage.ts";

/** Words without a break, as long as they may be: no page gets wider than a phone. */
let s: ChannelStage;
let look: BrowserStage;
beforeAll(async () => {
  s = await channelStage();
  look = await browserStage(s.product, s.admin);
  await s.add("pretend", "N".repeat(60), { key: "its-key", number: "9".repeat(200) });
  await s.product.postCloudtalk(endedCall(1, { contact_name: "W".repeat(200), company: "W".repeat(200) }));
}, 120_000);
afterAll(async () => {
  await look?.close();
  await s?.product.close();
});

test("a name of 200 letters, and a number's of 60", { timeout: 90_000 }, async () => {
  const widths: [string, number][] = [];
  const paths = [
    "/monitor/diagnostics",
    "/monitor/contacts/1",
    "/monitor/contacts/1/erase",
    "/monitor/settings/channels",
  ];
  for (const path of paths) {
    const page = await look.onlooker.open(
      { viewport: { width: 390, height: 844 }, javaScriptEnabled: false, colorScheme: "light" },
      { path },
    );
    await page.locator("h1").first().waitFor();
    widths.push([path, await page.evaluate<number>("document.documentElement.scrollWidth")]);
    await look.onlooker.leave();
  }
  expect(widths).toEqual(paths.map((path) => [path, 390]));
});
