import { type Browser, chromium } from "playwright-core";
import { chromiumPath } from "./chromium-path.ts";

// Without a network Chromium tries its update and sign-in services in vain; --no-sandbox is for root.
// The resolver rule makes a request to any other host fail, so that a page which needs one fails its test.
const flags = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-pings",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** A real browser; `await browser.close()` when done. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    args: flags,
    headless: true,
    // The proxy of a shell must not carry loopback traffic away.
    env: { ...withoutProxies(), HOME: process.env.HOME ?? "/tmp" },
  });
}

function withoutProxies(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => !/^(https?|all)_proxy$/i.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}
