import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { Staff } from "../support/create-staff.ts";

export type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A person at the monitor with a browser of their own. */
export class Onlooker {
  /** Of the session that every new window starts with. */
  cookies: Cookies = [];
  private readonly contexts: BrowserContext[] = [];
  private readonly said = new WeakMap<Page, string[]>();
  private readonly browser: Browser;
  private readonly url: string;

  constructor(browser: Browser, url: string) {
    this.browser = browser;
    this.url = url;
  }

  async open(options: BrowserContextOptions = {}, { path = "/monitor/diagnostics" } = {}): Promise<Page> {
    const viewport = { width: 1440, height: 900 };
    const context = await this.browser.newContext({ locale: "en-GB", viewport, ...options });
    this.contexts.push(context);
    context.setDefaultTimeout(10_000);
    await context.addCookies(this.cookies);
    return this.visit(context, path);
  }

  /** Another tab of the last window. */
  another(path: string): Promise<Page> {
    return this.visit(this.contexts.at(-1)!, path);
  }

  async signIn(page: Page, { email, password }: Staff): Promise<void> {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("nav.places").waitFor();
    this.cookies = await page.context().cookies();
  }

  /** Errors and refusals of our CSP that the browser told of. */
  complaints(page: Page): string[] {
    return this.said.get(page)!;
  }

  /** Nothing reaches beyond the window, axe finds nothing, and the browser complained of nothing. */
  async whole(
    page: Page,
    { width, javaScriptEnabled = true }: { width: number; javaScriptEnabled?: boolean },
  ): Promise<void> {
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    // A page that says what is wrong comes with a status that says so too, of which Chromium tells.
    const complaints = this.complaints(page).filter((said) => !/status of (409|422)/.test(said));
    expect(complaints).toEqual([]);
    if (!javaScriptEnabled) return;
    await page.evaluate(axe);
    const found = await page.evaluate<string[]>(`axe.run().then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")))`);
    expect(found).toEqual([]);
  }

  async leave(): Promise<void> {
    while (this.contexts.length > 0) await this.contexts.pop()!.close();
  }

  private async visit(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    const said: string[] = [];
    this.said.set(page, said);
    page.on("pageerror", (error) => said.push(error.message));
    page.on("console", (message) => message.type() === "error" && said.push(message.text()));
    await page.goto(`${this.url}${path}`);
    return page;
  }
}

export const lookAgain = `document.dispatchEvent(new Event("visibilitychange"))`;

/** The poll, without its five seconds: what looking at the tab again does too. */
export async function refresh(page: Page): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().includes("/monitor/diagnostics/live"));
  await page.evaluate(lookAgain);
  const response = await answer;
  await response.finished();
  return response.status();
}

/** The session cookie as it is an hour later. */
export function outdated({ name, value }: { name: string; value: string }): string {
  if (name !== "aftercall-session") return value;
  const session = JSON.parse(Buffer.from(value.replace(/^base64-/, ""), "base64url").toString()) as object;
  return `base64-${Buffer.from(JSON.stringify({ ...session, expires_at: 1 })).toString("base64url")}`;
}
