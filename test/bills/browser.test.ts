import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import { type Stage, stage } from "./stage.ts";

/** Bills, looked at and judged by somebody in front of a browser. */
let s: Stage;
let b: BrowserStage;
const shots = process.env.SHOTS;
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};

beforeAll(async () => {
  s = await stage();
  for (const [n, name] of [
    [1, "De Luca Antonio"],
    [2, "Serra Maria"],
    [3, "Gatti Elena"],
    [4, "Azienda Agricola Rinaldi di Rinaldi Giuseppe & Figli"],
    [5, "Villani Gino"],
    [6, "Marini Paolo"],
  ] as const)
    await s.asked(n, name);
  await s.says(1, "Buongiorno, eccola: mi dica se va bene");
  await s.photo(1);
  await s.pdf(2);
  await s.photo(3);
  await s.photo(3);
  await s.says(3, "Sono due pagine");
  await s.photo(4);
  await s.says(5, "La cerco stasera, l'ho messa chissà dove");
  b = await browserStage(s.product, await s.product.db.createStaff());
}, 120_000);
afterAll(async () => {
  await b?.close();
  await s?.product.close();
});

/** Until this is true in the page; its policy lets Playwright's own way of waiting not run. */
const comes = (page: Page, script: string) =>
  expect.poll(() => page.evaluate<boolean>(script), { timeout: 10_000 }).toBe(true);
const drawn = (page: Page) => comes(page, "document.querySelector('.photo img')?.naturalWidth > 0");
const shows = (page: Page, who: string) =>
  comes(page, `document.querySelector('#open-title')?.innerText.includes(${JSON.stringify(who)}) === true`);
const title = (page: Page) => page.locator("#open-title").textContent();

test("from the first page: one click and B; the next comes by itself; ten seconds to take it back", {
  timeout: 60_000,
}, async () => {
  const page = await b.onlooker.open();
  await page
    .getByRole("link", { name: /^Bills/ })
    .first()
    .click();
  await page.locator(".look").waitFor();
  await drawn(page);
  expect(await title(page)).toContain("De Luca Antonio");
  await shoot(page, "bills-1440");
  await page.keyboard.press("b");
  await page.locator(".toast").waitFor();
  expect(await title(page)).toContain("Serra Maria");
  expect(await s.bills()).toContain("De Luca Antonio: confirmed");
  await shoot(page, "bills-toast");
  await page.locator(".toast button").click();
  await shows(page, "De Luca");
  expect(await s.bills()).toContain("De Luca Antonio: check");
});

test("by keys alone: X and a reason, with its ready answer; the same person's other file; skip", {
  timeout: 60_000,
}, async () => {
  const page = await b.onlooker.open({}, { path: "/monitor/bills" });
  await page.keyboard.press("s");
  await shows(page, "Serra");
  await page.keyboard.press("1");
  await page.keyboard.press("x");
  await page.locator(".reasons form").waitFor();
  await shoot(page, "bills-reasons");
  await b.onlooker.whole(page, { width: 1440 });
  await page.keyboard.press("Escape");
  expect(await page.locator(".reasons form").isVisible()).toBe(false);
  expect(await s.bills()).toContain("Serra Maria: check");
  await page.keyboard.press("x");
  await page.keyboard.press("r");
  await page.keyboard.press("1");
  await page.locator(".toast").waitFor();
  expect(await page.locator(".toast").textContent()).toContain("it is for gas. The answer is in the queue.");
  expect(await s.bills()).toContain("Serra Maria: missing");
  expect(await s.sql`select body, status from whatsapp_messages where purpose = 'manual'`).toMatchObject([
    { body: expect.stringContaining("bolletta del gas") },
  ]);
  expect(await title(page)).toContain("Gatti Elena");
  await page.keyboard.press("x");
  await page.keyboard.press("3");
  await page.locator(".toast").waitFor();
  expect(await title(page)).toContain("Gatti Elena");
  await page.keyboard.press("b");
  await shows(page, "Rinaldi");
  expect(await s.bills()).toContain("Gatti Elena: confirmed");
});

test("a photo is enlarged and turned", async () => {
  const page = await b.onlooker.open({}, { path: "/monitor/bills?state=check" });
  await drawn(page);
  const width = () =>
    page.evaluate<number>("document.querySelector('.photo img').getBoundingClientRect().width");
  const before = await width();
  await page.getByRole("button", { name: /Turn/ }).click();
  expect(await width()).not.toBe(before);
  await page.keyboard.press("+");
  expect(await page.locator(".photo").getAttribute("class")).toBe("photo zoom-1 turn-1");
  expect(b.onlooker.complaints(page)).toEqual([]);
});

test.for([
  ["1440-it", { width: 1440, height: 900 }, "it-IT", "light", ["check", "owed"]],
  ["1024-en", { width: 1024, height: 768 }, "en-GB", "dark", ["check"]],
  ["390-it", { width: 390, height: 844 }, "it-IT", "light", ["check", "no"]],
  ["360-en", { width: 360, height: 740 }, "en-GB", "dark", ["check", "owed"]],
] as const)(
  "%s fits, and axe finds nothing",
  { timeout: 60_000 },
  async ([name, viewport, locale, colorScheme, states]) => {
    const phone = viewport.width < 400 && { hasTouch: true, isMobile: true };
    const page = await b.onlooker.open(
      { viewport, locale, colorScheme, ...phone },
      { path: "/monitor/keys" },
    );
    for (const state of states) {
      await page.goto(`${b.server.url}/monitor/bills?state=${state}`);
      await b.onlooker.whole(page, { width: viewport.width });
      await shoot(page, `bills-${name}-${state}`);
    }
    await b.onlooker.leave();
  },
);

test("without script: a phone, two keys, and the way back", { timeout: 60_000 }, async () => {
  const page = await b.onlooker.open(
    { javaScriptEnabled: false, viewport: { width: 390, height: 844 } },
    { path: "/monitor/bills" },
  );
  const [who] = ((await title(page)) ?? "").split(/ \d/);
  await page.locator(".reasons > summary").click();
  await page.getByRole("button", { name: /It cannot be read/ }).click();
  expect(await s.bills()).toContain(`${who}: missing`);
  await page.locator(".toast button").click();
  expect(await s.bills()).toContain(`${who}: check`);
  expect(await title(page)).toContain(who);
  const left = (await s.bills()).filter((line) => line.endsWith(": check")).length;
  for (let n = 0; n < left; n += 1) await page.getByRole("button", { name: /It is the bill/ }).click();
  expect(await page.locator(".empty").textContent()).toContain("No file to check");
  await shoot(page, "bills-390-empty");
  expect(b.onlooker.complaints(page)).toEqual([]);
});
