import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Onlooker } from "../monitor/onlooker.ts";
import { endedCall } from "../support/calls.ts";
import { fixture } from "../support/product.ts";
import { type Stage, stage } from "./harness.ts";

/** The page of events in a real Chromium, with and without scripts. */
let s: Stage;
let look: BrowserStage;
let onlooker: Onlooker;
let dead: number;

beforeAll(async () => {
  s = await stage();
  const { product } = s;
  await product.postCloudtalk(fixture("cloudtalk-native-call-ended-answered"));
  await product.postCloudtalk(fixture("cloudtalk-native-call-ended-answered"));
  await product.postWasender(fixture("wasender-newsletter"));
  await s.breakCalls();
  await product.postCloudtalk(endedCall(11));
  dead = Number((await s.rows("webhook_requests")).at(-1).id);
  for (let tries = 1; tries < 8; tries += 1) {
    await product.db.shiftClock(3 * 3_600_000);
    await product.tick();
  }
  await product.postCloudtalk(endedCall(12));
  await s.mendCalls();
  await product.postWasender("x", { headers: { "content-type": "image/png" } });
  await s.rejectedOnce("cloudtalk", '{"event": "call-ended", ');
  await s.rejectedOnce("cloudtalk", endedCall(13));
  look = await browserStage(product, s.manager);
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await s?.product.close();
});

describe.each([
  { width: 360, colorScheme: "light", locale: "it-IT" },
  { width: 1440, colorScheme: "dark", locale: "en-GB" },
] as const)("at $width px, $colorScheme, $locale", ({ width, ...options }) => {
  test.for([
    "/monitor/events",
    "/monitor/events?outcome=all",
    "/monitor/events/dead",
    "/monitor/diagnostics",
  ])("%s fits, and axe finds nothing", async (path) => {
    const own = path.replace(/dead$/, String(dead));
    const page = await onlooker.open({ viewport: { width, height: 800 }, ...options }, { path: own });
    expect(await page.locator("html").getAttribute("lang")).toBe(options.locale.slice(0, 2));
    if (path === "/monitor/events") await page.locator(".guard summary").click();
    await onlooker.whole(page, { width });
  });
});

test("without scripts, two are ticked and tried again, and the page says what came of it", async () => {
  const page = await onlooker.open({ javaScriptEnabled: false }, { path: "/monitor/events" });
  const [broken, whole] = (await s.rows("webhook_requests")).slice(-2).map(({ id }) => Number(id));
  await page.getByLabel(`Select event no. ${broken}`).check();
  await page.getByLabel(`Select event no. ${whole}`).check();
  await page.getByRole("button", { name: "Try the selected again" }).click();
  const notice = page.locator(".notice");
  await notice.waitFor();
  expect(await notice.textContent()).toMatch(/Tried 2 events again: 1 took effect, 1 still rejected/);
  expect(await page.locator(`#event-${whole}`).count()).toBe(0);
  expect(await page.locator(`#event-${broken}`).textContent()).toMatch(
    /tried 2 times[\s\S]*tried again by you/,
  );
});
