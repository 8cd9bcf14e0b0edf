import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Onlooker } from "../monitor/onlooker.ts";
import { endedCall } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** What a manager does at the settings, on a phone and at a desk, with and without scripts. */
let product: Product;
let look: BrowserStage;
let onlooker: Onlooker;

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await product.postCloudtalk(endedCall(1, { direction: "incoming", talking_time: "0" }));
  look = await browserStage(product, await product.db.createStaff({ role: "manager" }));
  ({ onlooker } = look);
}, 60_000);
// Each begins with what holds before anybody saved.
beforeEach(() => product.db.sql`delete from workspace_settings`);
afterEach(() => onlooker.leave());
afterAll(async () => {
  await look?.close();
  await product?.close();
});

const sizes = [
  { width: 390, colorScheme: "light", javaScriptEnabled: false },
  { width: 1280, colorScheme: "dark", javaScriptEnabled: true },
] as const;

describe.each(sizes)(
  "at $width px, scripts: $javaScriptEnabled",
  ({ width, javaScriptEnabled, colorScheme }) => {
    const open = (path: string) =>
      onlooker.open({ viewport: { width, height: 844 }, javaScriptEnabled, colorScheme }, { path });

    test.for([
      "/monitor/settings",
      "/monitor/settings/rules",
      "/monitor/settings/rules/edit?id=default_rule",
      "/monitor/settings/rules/history",
      "/monitor/settings/rules/try?call=1",
      "/monitor/settings/hours",
      "/monitor/settings/cooldown",
      "/monitor/settings/consent",
      "/monitor/settings/reminders",
      "/monitor/settings/retention",
      "/monitor/settings/templates",
      "/monitor/settings/templates/edit?key=follow_up",
      "/monitor/calls/1",
    ])("%s is whole, fits, and axe finds nothing", async (path) => {
      const page = await open(path);
      await page.locator("h1").waitFor();
      await onlooker.whole(page, { width, javaScriptEnabled });
    });

    test("a rule for missed calls is written, tried on a real call, saved, and moved", async () => {
      const page = await open("/monitor/settings");
      await page.getByRole("link", { name: /^Rules \d|^Rules(?! for)/ }).click();
      await page.getByRole("link", { name: "New rule" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Missed, incoming");
      await page.getByLabel("Incoming").check();
      await page.getByLabel("Missed", { exact: true }).check();
      await page.getByLabel("Delay in minutes").fill("ten");
      await page.getByRole("button", { name: "Try it before saving" }).click();
      await page.getByText("Write a whole number.").waitFor();
      expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Missed, incoming");
      expect(await page.getByLabel("Missed", { exact: true }).isChecked()).toBe(true);
      await onlooker.whole(page, { width, javaScriptEnabled });
      await page.getByLabel("Delay in minutes").fill("10");
      await page.getByRole("button", { name: "Try it before saving" }).click();
      await page.getByRole("button", { name: /Cliente 1/ }).click();
      await page.locator(".verdict", { hasText: "It fits the rule “Missed, incoming”." }).waitFor();
      await onlooker.whole(page, { width, javaScriptEnabled });
      await page.getByRole("button", { name: "Save the rule" }).click();
      await page.locator(".notice", { hasText: "Rule saved." }).waitFor();
      await page.getByRole("button", { name: "Move up: Missed, incoming" }).click();
      await page.locator(".notice", { hasText: "Order changed." }).waitFor();
      expect(await page.locator(".rules h2").first().textContent()).toContain("Missed, incoming");
      await page.goto(`${look.server.url}/monitor/settings/rules/try?call=1`);
      await page.locator(".verdict", { hasText: "It fits the rule “Missed, incoming”." }).waitFor();
      await page.getByLabel("The data of a call").fill("{ not json");
      await page.getByRole("button", { name: "Try", exact: true }).click();
      await page.locator(".wrong", { hasText: "cannot be read" }).waitFor();
      expect(await page.getByLabel("The data of a call").inputValue()).toBe("{ not json");
      expect(await page.locator(".verdict").count()).toBe(0);
      const body = JSON.stringify(endedCall(2, { direction: "incoming", talking_time: "0" }));
      await page.getByLabel("The data of a call").fill(body);
      await page.getByRole("button", { name: "Try", exact: true }).click();
      await page.locator(".verdict", { hasText: "It fits the rule “Missed, incoming”." }).waitFor();
    });

    test("a rule is deleted only after a second press, and comes back from the history", async () => {
      const page = await open("/monitor/settings/rules");
      for (const how of ["Switch off", "Switch on"]) {
        await page.locator("#rule-voicemail").getByRole("button", { name: how }).click();
        await page.locator(".notice").waitFor();
      }
      await page.locator("#rule-voicemail summary").click();
      await page.getByRole("button", { name: "Confirm: delete" }).click();
      await page.locator(".notice", { hasText: "Rule deleted." }).waitFor();
      expect(await page.locator("#rule-voicemail").count()).toBe(0);
      await page.getByRole("link", { name: "Saved versions" }).click();
      await page.locator(".versions > li", { hasText: "Version 2" }).locator("summary").click();
      await page.getByRole("button", { name: "Confirm: restore" }).click();
      await page.locator("#rule-voicemail").waitFor();
    });

    test("hours: what is wrong is said beside its day, and what was typed stays until it is right", async () => {
      const page = await open("/monitor/settings/hours");
      await page.getByLabel("Sunday").fill("");
      await page.getByLabel("Monday", { exact: true }).fill("9-13, 14-25");
      await page.getByLabel("Days off").fill("24/12 Vigilia");
      await page.getByRole("button", { name: "Save" }).click();
      const monday = page.locator(".field", { has: page.getByLabel("Monday", { exact: true }) });
      await monday.locator(".wrong").waitFor();
      expect(await page.getByLabel("Monday", { exact: true }).inputValue()).toBe("9-13, 14-25");
      expect(await page.getByLabel("Sunday").inputValue()).toBe("");
      await onlooker.whole(page, { width, javaScriptEnabled });
      await page.getByLabel("Monday", { exact: true }).fill("9-13, 14-19.30");
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator(".notice", { hasText: "Saved." }).waitFor();
      expect(await page.getByLabel("Monday", { exact: true }).inputValue()).toBe("09:00-13:00, 14:00-19:30");
      await page.getByRole("link", { name: "Back to the settings" }).click();
      await page.getByText("Mon 09:00–13:00 + 14:00–19:30, Tue–Sat 08:00–21:00, Sun closed").waitFor();
    });

    test("stop words are added, and a colleague's change in between is not lost", async () => {
      const page = await open("/monitor/settings/consent");
      const words = page
        .getByRole("group", { name: "Words that stop the messages" })
        .getByLabel("in Italian");
      await words.fill(`${await words.inputValue()}\nsmettetela`);
      const other = await onlooker.another("/monitor/settings/consent");
      await other.getByLabel("Answer to who stops us").fill("Capito.");
      await other.getByRole("button", { name: "Save" }).click();
      await other.locator(".notice").waitFor();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("a colleague changed this page").waitFor();
      expect((await words.inputValue()).split("\n").at(-1)).toBe("smettetela");
      await onlooker.whole(page, { width, javaScriptEnabled });
      await page.getByRole("button", { name: "Save" }).click();
      await page.locator(".notice", { hasText: "Saved." }).waitFor();
      expect(await words.inputValue()).toContain("smettetela");
    });
  },
);
