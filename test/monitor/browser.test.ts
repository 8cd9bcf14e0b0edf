import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { endedCall, inbound, phone } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";
import { type BrowserStage, browserStage } from "./browser-stage.ts";
import { lookAgain, type Onlooker, outdated, refresh } from "./onlooker.ts";
import { tellStory } from "./story.ts";

/** What people do at the monitor, in a real Chromium. Each test adds calls of its own; nothing is waited for by time. */
let product: Product;
let look: BrowserStage;
let onlooker: Onlooker;
let staff: Staff;
let next = 1_000;

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await tellStory(product);
  staff = await product.db.createStaff({ role: "manager" });
  look = await browserStage(product, staff);
  ({ onlooker } = look);
}, 60_000);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await product?.close();
});

const ring = async (over: Record<string, unknown> = {}) => {
  const n = next++;
  await product.postCloudtalk(endedCall(n, over));
  return n;
};
const callOf = (page: Page, n: number) => page.locator("#calls .row", { hasText: `Cliente ${n}` });

const looked = "[String(getSelection()), document.activeElement.textContent]";
const hide = (hidden: boolean) =>
  `Object.defineProperty(document, "hidden", { get: () => ${hidden}, configurable: true })`;

describe.each([
  { width: 360, colorScheme: "light", locale: "it-IT", javaScriptEnabled: true },
  { width: 1440, colorScheme: "dark", locale: "en-GB", javaScriptEnabled: true },
  { width: 360, colorScheme: "dark", locale: "en-GB", javaScriptEnabled: false },
  { width: 1920, colorScheme: "light", locale: "it-IT", javaScriptEnabled: false },
] as const)("at $width px, $colorScheme, $locale, scripts: $javaScriptEnabled", ({ width, ...options }) => {
  test.for(["/monitor/diagnostics", "/monitor/diagnostics?calls=answered&q=nobody", "/monitor/sent-log"])(
    "%s is whole, fits, and axe finds nothing",
    async (path) => {
      const page = await onlooker.open({ viewport: { width, height: 800 }, ...options }, { path });
      const language = options.locale.slice(0, 2);
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      if (path === "/monitor/diagnostics") {
        for (const id of ["needs", "calls", "messages", "queue", "sources"]) {
          expect(await page.locator(`#${id}`).isVisible()).toBe(true);
        }
        await page.locator(".guard summary").first().click();
        await page.locator(".guard[open] button").first().waitFor();
      }
      await onlooker.whole(page, { width, javaScriptEnabled: options.javaScriptEnabled });
    },
  );
});

describe("a refresh", () => {
  test("brings what is new and leaves focus, scroll, selection, open questions and half-typed text alone", async () => {
    const held = await ring();
    const page = await onlooker.open();
    const guard = callOf(page, held).locator(".guard");
    await guard.locator("summary").click();
    const button = guard.getByRole("button");
    await page.locator(".search [type=search]").pressSequentially("half ty");
    await callOf(page, held).locator(".why").selectText();
    await button.focus();
    await page.evaluate("scrollTo(0, 300)");
    const before = await page.evaluate<string[]>(looked);
    const n = await ring();
    expect(await refresh(page)).toBe(200);
    await callOf(page, n).waitFor();
    const after = await page.evaluate<string[]>(looked);
    expect(after).toEqual(before);
    expect(before[0]!.length).toBeGreaterThan(10);
    expect(await guard.getAttribute("open")).not.toBeNull();
    expect(await page.locator(".search [type=search]").inputValue()).toBe("half ty");
    expect(await page.evaluate<number>("scrollY")).toBeGreaterThan(0);
    expect(await refresh(page)).toBe(304);
    expect(onlooker.complaints(page)).toEqual([]);
  });

  test("comes by itself, keeps the filters, and rests while the tab is hidden", async () => {
    const page = await onlooker.open({}, { path: "/monitor/diagnostics?calls=not_messaged" });
    await ring();
    const silent = await ring({ talking_time: "0" });
    // The real five seconds, once.
    await callOf(page, silent).waitFor();
    expect(await callOf(page, silent - 1).count()).toBe(0);
    let polls = 0;
    page.on("request", (request) => request.url().includes("/monitor/diagnostics/live") && polls++);
    await page.evaluate(hide(true));
    await page.evaluate(lookAgain);
    await page.evaluate(lookAgain);
    expect(polls).toBe(0);
    await page.evaluate(hide(false));
    expect([200, 304]).toContain(await refresh(page));
    expect(polls).toBe(1);
  });

  test("counts in the title, marks what is new until the next look, and says it once to screen readers", async () => {
    const page = await onlooker.open();
    const [, count] = /^\((\d+)\)/.exec(await page.title())!;
    expect(await page.locator("[data-new]").count()).toBe(0);
    const n = await ring();
    const lid = { remoteJid: "18000000009999@lid", cleanedSenderPn: undefined };
    await product.postWasender(inbound(n, "Chi siete?", { key: lid }));
    await refresh(page);
    await callOf(page, n).and(page.locator("[data-new]")).waitFor();
    expect(await page.locator("#calls [data-new]").count()).toBe(1);
    expect(await page.locator(".news").textContent()).toBe("Since last time: new calls 1, new messages 2.");
    // Asked from here: the page's policy lets no string be run in it.
    await expect.poll(() => page.title()).toMatch(new RegExp(`^\\(${Number(count) + 1}\\)`));
    await page.getByRole("link", { name: "Answered", exact: true }).click();
    await page.getByRole("link", { name: "All", exact: true }).first().click();
    await callOf(page, n).and(page.locator("[data-new]")).waitFor();
    await page.close();
    const later = await onlooker.another("/monitor/diagnostics");
    await callOf(later, n).waitFor();
    expect(await later.locator("[data-new]").count()).toBe(0);
  });

  test("renews a session that ran out without signing anybody out", async () => {
    const page = await onlooker.open();
    const expired = onlooker.cookies.map((cookie) => ({ ...cookie, value: outdated(cookie) }));
    await page.context().addCookies(expired);
    expect(await refresh(page)).toBe(200);
    expect(await refresh(page)).toBe(304);
    const now = (await page.context().cookies()).find(({ name }) => name === "aftercall-session");
    expect(now?.value).not.toBe(expired[0]!.value);
    onlooker.cookies = await page.context().cookies();
    await page.reload();
    await page.locator("#calls").waitFor();
  });

  test("leads to sign-in when the session is over, and back to the same page", async () => {
    const page = await onlooker.open({}, { path: "/monitor/diagnostics?calls=answered" });
    await page.context().clearCookies();
    await page.evaluate(lookAgain);
    await onlooker.signIn(page, staff);
    expect(page.url()).toBe(`${look.server.url}/monitor/diagnostics?calls=answered`);
  });

  test("says that the connection is lost, and that it is back", async () => {
    const page = await onlooker.open();
    await page.route("**/monitor/diagnostics/live*", (route) => route.abort());
    await page.evaluate(lookAgain);
    await page.getByText("Connection lost").waitFor();
    await page.unroute("**/monitor/diagnostics/live*");
    await refresh(page);
    await expect.poll(() => page.evaluate(`document.querySelector(".lost").textContent === ""`)).toBe(true);
  });
});

describe.each([true, false])("by keyboard or mouse, scripts: %s", (javaScriptEnabled) => {
  test("a message is held back and sent after all, and the page says so and keeps its filters", async () => {
    const n = await ring();
    const page = await onlooker.open(
      { javaScriptEnabled },
      { path: `/monitor/diagnostics?q=${encodeURIComponent(phone(n))}` },
    );
    for (const [ask, confirm, said] of [
      ["Don't send", "Confirm: don't send", "It will not be sent."],
      ["Send anyway", "Confirm: send", "In the queue"],
    ] as const) {
      await callOf(page, n).locator("summary", { hasText: ask }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      const notice = page.getByRole("status").filter({ hasText: said });
      await notice.waitFor();
      expect(confirm).toContain("Confirm");
      expect(new URL(page.url()).searchParams.get("q")).toBe(phone(n));
      if (javaScriptEnabled) await page.locator(".notice:focus").waitFor();
    }
    await page.reload();
    expect(await page.locator(".notice").count()).toBe(0);
    expect(await callOf(page, n).locator(".chip", { hasText: "queued" }).count()).toBe(1);
    expect(onlooker.complaints(page)).toEqual([]);
  });

  test("the language is switched on the spot, and search finds one person", async () => {
    const page = await onlooker.open({ javaScriptEnabled }, { path: "/monitor/diagnostics?messages=in" });
    await page.locator(".search [type=search]").fill("noce");
    await page.keyboard.press("Enter");
    await page.locator("#calls .found").waitFor();
    expect(new Set(await page.locator("#calls .row .who").allTextContents())).toEqual(
      new Set(["Agriturismo Il Noce"]),
    );
    await page.locator(".menu.me summary").click();
    await page.getByRole("link", { name: "Italiano" }).click();
    await page.getByRole("heading", { name: "Chiamate", exact: true }).waitFor();
    expect(page.url()).toBe(`${look.server.url}/monitor/diagnostics?messages=in&q=noce`);
  });
});

test("text that customers write runs nowhere and breaks nothing", async () => {
  const evil = `"><img src=x onerror=window.hacked=1><script>window.hacked=1</script>'`;
  const n = await ring({
    contact_name: `Cliente ${next} ${evil}`,
    company: evil,
    agent_name: evil,
    tags: [evil],
  });
  await product.postWasender(inbound(n, evil));
  const file = { mimetype: "application/pdf", fileName: evil, caption: evil };
  await product.postWasender(inbound(n, "", { message: { documentMessage: file } }));
  await product.postWasender(
    inbound(n, evil, { key: { remoteJid: "18000000001234@lid", cleanedSenderPn: undefined } }),
  );
  const page = await onlooker.open({}, { path: `/monitor/diagnostics?q=${encodeURIComponent(evil)}` });
  expect(await page.locator(".search [type=search]").inputValue()).toBe(evil.slice(0, 80));
  await page.goto(`${look.server.url}/monitor/diagnostics`);
  await page.locator("#calls .row").first().waitFor();
  await ring();
  await refresh(page);
  await callOf(page, next - 1).waitFor();
  expect(await page.evaluate(`"hacked" in window`)).toBe(false);
  expect(await page.locator("img").count()).toBe(0);
  expect(onlooker.complaints(page)).toEqual([]);
});
