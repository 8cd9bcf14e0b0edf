import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DevFile } from "../../scripts/dev/dev-file.ts";
import { launchBrowser } from "../support/browser.ts";
import { type DevRun, freeDevPorts, startDev } from "../support/dev-process.ts";

const alwaysLookedAt = `Object.defineProperty(document, "hidden", { get: () => false })`;

/**
 * The main job as people see it: the whole system of `npm run dev`, a real browser, the simulator's phone on one side
 * and the monitor on the other. Nothing is reloaded by hand: the monitor has to notice by itself.
 */
describe("the main job in a browser", { timeout: 90_000 }, () => {
  let dataDir: string;
  let dev: DevRun;
  let file: DevFile;
  let browser: Browser;
  let monitor: Page;
  let phone: Page;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aftercall-browser-"));
    const pace = { WHATSAPP_MIN_INTERVAL_SECONDS: "0.5", WHATSAPP_SENDING_HOURS: "00:00-24:00" };
    dev = startDev({ ...(await freeDevPorts()), DATA_DIR: dataDir, ...pace });
    [file, browser] = await Promise.all([dev.ready, launchBrowser()]);
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1440, height: 1000 } });
    context.setDefaultTimeout(30_000);
    monitor = await context.newPage();
    phone = await context.newPage();
    // A tab in the background rests; here both are looked at.
    await monitor.addInitScript(alwaysLookedAt);
    await phone.addInitScript(alwaysLookedAt);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    dev.kill("SIGTERM");
    await dev.ended;
    await rm(dataDir, { recursive: true });
  });

  test("staff sign in and see an empty monitor that says what to do", async () => {
    await monitor.goto(`${file.url}/monitor`);
    await monitor.getByLabel("E-mail").fill(file.staff.email);
    await monitor.getByLabel("Password").fill("not the password");
    await monitor.getByRole("button", { name: "Sign in" }).click();
    await monitor.getByRole("alert").waitFor();
    await monitor.getByLabel("Password").fill(file.staff.password);
    await monitor.getByRole("button", { name: "Sign in" }).click();
    await monitor.getByText("/webhook/cloudtalk").waitFor();
  });

  test("a call ends, the message arrives on the phone, the PDF raises the flag on the monitor", async () => {
    // What was heard and sent, as it comes.
    await monitor.goto(`${file.url}/monitor/diagnostics`);
    await phone.goto(file.simulatorUrl);
    await phone.locator("#story-play").click();
    await phone.getByText("Come da nostra conversazione telefonica").first().waitFor();
    const call = monitor.locator("#calls .row").first();
    await call.locator(".chip.bill").waitFor();
    const bill = call.locator("a[href^='#message-']");
    await bill.filter({ hasText: /to check/i }).waitFor();
    const proof = monitor.locator((await bill.getAttribute("href")) ?? "");
    await proof.getByText("bolletta.pdf").waitFor();
    expect(await monitor.locator(".tile.answered b").textContent()).toBe("1");
  });

  test("a 500 although it was delivered: no second message, and the echo settles it", async () => {
    const post = (path: string, body: object) =>
      fetch(`${file.simulatorUrl}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await post("/control/switch", { fault: "500-delivered", faultOnce: true });
    await post("/control/call", { customer: "customer-1", outcome: "answered", via: "workflow" });
    const customer = async () => {
      const state = (await (await fetch(`${file.simulatorUrl}/state.json`)).json()) as {
        customers: { id: string; name: string; chat: { from: string }[] }[];
      };
      return state.customers.find(({ id }) => id === "customer-1")!;
    };
    const call = monitor.locator("#calls .row", { hasText: (await customer()).name });
    await call.locator(".chip", { hasText: /\bread\b/ }).waitFor();
    const { chat } = await customer();
    expect(chat.filter(({ from }) => from === "business")).toHaveLength(1);
  });

  test("a stop word is not a bill", async () => {
    await fetch(`${file.simulatorUrl}/control/message`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ customer: "customer-1", kind: "stop" }),
    });
    await monitor.locator("#messages").getByText("STOP", { exact: true }).waitFor();
    expect(await monitor.locator("#calls .row").first().locator(".chip.bill").count()).toBe(0);
  });
});
