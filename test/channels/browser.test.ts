import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { type ChannelStage, channelStage } from "./stage.ts";

/** The channels' pages on a phone without scripts and at a desk with them. */
let s: ChannelStage;
let look: BrowserStage;

beforeAll(async () => {
  s = await channelStage();
  const long = "Numero dell'assistenza clienti di Torino e provincia";
  await s.add("pretend", long, { key: "pretend-key", number: "391110001" });
  look = await browserStage(s.product, s.admin);
}, 120_000);
afterEach(() => look.onlooker.leave());
afterAll(async () => {
  await look?.close();
  await s?.product.close();
});

describe.each([
  { width: 390, colorScheme: "light", javaScriptEnabled: false },
  { width: 1280, colorScheme: "dark", javaScriptEnabled: true },
] as const)("at $width px, scripts: $javaScriptEnabled", ({ width, javaScriptEnabled, colorScheme }) => {
  test.for(["", "/add?vendor=wasender", "/one", "/move"])(
    "/monitor/settings/channels%s is whole, fits, and axe finds nothing",
    { timeout: 90_000 },
    async (rest) => {
      const own = { "/one": `/${s.first}`, "/move": `/${s.first}/move` }[rest];
      const path = `/monitor/settings/channels${own ?? rest}`;
      const page = await look.onlooker.open(
        { viewport: { width, height: 844 }, javaScriptEnabled, colorScheme },
        { path },
      );
      await page.locator("h1").waitFor();
      for (const summary of await page.locator("details > summary").all()) await summary.click();
      await look.onlooker.whole(page, { width, javaScriptEnabled });
      const { SHOTS } = process.env;
      if (SHOTS)
        await page.screenshot({
          path: `${SHOTS}/channels${rest.replaceAll("/", "-")}-${width}.png`,
          fullPage: true,
        });
    },
  );
});
