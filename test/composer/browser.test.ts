import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type BrowserStage, browserStage } from "../monitor/browser-stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { inbound, type Kit, kit } from "../support/kit.ts";
import { asked, newest } from "./stage.ts";

let k: Kit;
let staff: Staff;
let contact: number;
let stage: BrowserStage;
beforeAll(async () => {
  k = await kit();
  staff = await k.product.db.createStaff({ role: "manager" });
  contact = await asked(k, 1);
  await k.wa(inbound(1, "le va bene la bolletta di agosto?"));
  stage = await browserStage(k.product, staff);
}, 60_000);
afterAll(async () => {
  await stage?.close();
  await k?.product.close();
});
afterEach(() => stage.onlooker.leave());
beforeEach(() => k.sql`update channels set next_slot_at = app.now() + interval '10 minutes'`);

const path = () => `/monitor/c/${contact}`;
const open = (options = {}) => stage.onlooker.open(options, { path: path() });
const shots = process.env.SHOTS;

test("Enter sends, Shift+Enter breaks; the box is empty again, and what was sent can be taken back", async () => {
  const page = await open();
  const box = page.getByLabel("Message to Cliente 1");
  await box.fill("Va benissimo agosto.");
  await box.press("Shift+Enter");
  await box.pressSequentially("Grazie!");
  await box.press("Enter");
  await page.getByText(/Queued: leaves/).waitFor();
  expect(await box.inputValue()).toBe("");
  expect(await newest(k, contact)).toMatchObject({ body: "Va benissimo agosto.\nGrazie!", status: "queued" });
  await stage.onlooker.whole(page, { width: 1440 });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForURL(/again=/);
  expect(await newest(k, contact)).toMatchObject({ status: "cancelled" });
});

test("what the server did not take stays in the box, and after a reload, and is one message at last", async () => {
  const page = await open();
  const box = page.getByLabel("Message to Cliente 1");
  await page.route("**/messages", (route) => route.abort());
  await box.fill("Le scrivo appena torno in ufficio");
  await box.press("Enter");
  await page.getByText("Not sent. Your text is still here: try again.").waitFor();
  expect(await box.inputValue()).toBe("Le scrivo appena torno in ufficio");
  await page.reload();
  expect(await box.inputValue()).toBe("Le scrivo appena torno in ufficio");
  await page.unroute("**/messages");
  await box.press("Enter");
  await page.getByText(/Queued: leaves/).waitFor();
  await page.reload();
  expect(await box.inputValue()).toBe("");
});

test("two at one conversation: the later one is asked once", async () => {
  const page = await open();
  const box = page.getByLabel("Message to Cliente 1");
  await box.fill("Va bene agosto.");
  await k.wa(inbound(1, "anzi <img src=x onerror=alert(1)> luglio"));
  await box.press("Enter");
  await page.getByText("In the meantime they wrote: “anzi <img src=x onerror=alert(1)> luglio”").waitFor();
  expect(await box.inputValue()).toBe("Va bene agosto.");
  await page.getByRole("button", { name: "Send anyway" }).click();
  await page.getByText(/Queued: leaves/).waitFor();
  expect(await newest(k, contact)).toMatchObject({ body: "Va bene agosto." });
});

test("by / and the arrows a ready text comes into the box; by keys alone the actions are reached", async () => {
  const page = await open();
  await page.keyboard.press("r");
  await page.keyboard.type("/foll");
  await page.getByRole("option").first().waitFor();
  if (shots) await page.screenshot({ path: `${shots}/menu.png` });
  await page.keyboard.press("Enter");
  expect(await page.getByLabel("Message to Cliente 1").inputValue()).toContain("Samuela");
  await page.getByLabel("Message to Cliente 1").fill("");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.keyboard.type("la visura serve?");
  await page.keyboard.press("Enter");
  await page.getByText("Note added").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("z");
  await page.getByRole("button", { name: "Tomorrow at 9:00" }).click();
  await page.getByText(/Comes back on top tomorrow at 09:00/).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await page.getByRole("button", { name: "Reopen" }).click();
  await page.getByText("Reopened").waitFor();
});

test.for([
  [360, "light", "it"],
  [390, "dark", "en"],
  [1024, "dark", "it"],
  [1440, "light", "en"],
] as const)("whole at %i px, %s, %s", { timeout: 60_000 }, async ([width, colorScheme, language]) => {
  const options = {
    viewport: { width, height: 800 },
    colorScheme,
    locale: language === "it" ? "it-IT" : "en-GB",
    hasTouch: width < 700,
  };
  const page = await open(options);
  await stage.onlooker.whole(page, { width });
  for (const menu of [".owner", ".call-back", ".more", ".attach"]) {
    await page.locator(`.menu${menu} > summary`).click();
    await stage.onlooker.whole(page, { width });
    if (shots) await page.screenshot({ path: `${shots}/${width}${menu}.png` });
    await page.locator(`.menu${menu} > summary`).click();
  }
  await page.goto(`${stage.server.url}/monitor/new?to=cliente`);
  await stage.onlooker.whole(page, { width });
  if (shots) await page.screenshot({ path: `${shots}/${width}-new.png` });
  await page.goto(`${stage.server.url}/monitor/c/${contact}/texts`);
  await stage.onlooker.whole(page, { width });
});

test("without scripts it is written, refused and sent as well", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("Write something before you send.").waitFor();
  await page.getByLabel("Message to Cliente 1").fill("Senza script.");
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL(/#composer/);
  expect(await newest(k, contact)).toMatchObject({ body: "Senza script.", status: "queued" });
});
