import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wordsOf } from "../../simulator/page/words.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import { type Harness, jsonOf, SECRETS, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${harness.sim.url}${path}`, { headers });
const text = async (path: string, headers = {}) => (await get(path, headers)).text();

describe("the page", () => {
  it.each([
    ["/", "", "it"],
    ["/", "de-DE,de;q=0.9", "it"],
    ["/", "en-GB,en;q=0.9,it;q=0.8", "en"],
    ["/?lang=it", "en-GB", "it"],
    ["/?lang=en", "it-IT", "en"],
  ] as const)("%s for a browser of %j speaks %s", async (path, browser, lang) => {
    const page = await text(path, { "accept-language": browser });
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toContain(wordsOf(lang).endCall);
  });

  it("loads nothing from elsewhere, and its own files are there", async () => {
    const response = await get("/");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const page = await response.text();
    const loaded = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1]!);
    expect(loaded).toContain("/assets/phone.css");
    expect(loaded).toContain("/assets/main.js");
    for (const path of loaded) expect((await get(path)).status).toBe(200);
    expect(page).not.toMatch(/(?:src|href)="https?:\/\/(?!127\.0\.0\.1)/);
    expect((await get("/assets/..%2Fpage.ts")).status).toBe(404);
  });

  it("escapes what customers and the product write", async () => {
    await harness.control("message", { customer: "customer-1", kind: "text", text: `<script>x</script>"'` });
    await harness.send({ to: "<img src=x>", text: "<b>" });
    const { parts } = await jsonOf(await get("/parts.json?customer=customer-1"));
    for (const markup of [await text("/"), JSON.stringify(parts)]) {
      expect(markup).not.toContain("<script>x");
      expect(markup).not.toContain("<img");
      expect(markup).toContain("&lt;script&gt;x");
    }
  });
});

describe("GET /state.json", () => {
  it("tells scripts everything but the secrets, and its version grows with every change", async () => {
    const before = await jsonOf(await get("/state.json"));
    await harness.control("call");
    await harness.control("message", { customer: "customer-1", kind: "text", text: "Va bene" });
    await harness.sim.idle();
    const raw = await text("/state.json");
    const after = JSON.parse(raw);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.customers[0].chat[0].text).toBe("Va bene");
    expect(after.wire.map((entry: { event: string }) => entry.event)).toContain("call-ended");
    for (const secret of Object.values(SECRETS)) expect(raw).not.toContain(secret);
  });
});

it("takes orders as JSON only, so that a foreign page cannot give them", async () => {
  const response = await fetch(`${harness.sim.url}/control/story`, { method: "POST", body: "{}" });
  expect(response.status).toBe(415);
  expect(harness.sim.world.story).toBeNull();
});

it("rejects a taken port with its code", async () => {
  const port = Number(new URL(harness.sim.url).port);
  const again = startSimulator({ port, productUrl: "", ...SECRETS, minIntervalMs: 0, dailyLimit: 0 });
  await expect(again).rejects.toMatchObject({ code: "EADDRINUSE" });
});

it("leaves no timer behind when it closes", async () => {
  const other = await startHarness();
  await other.send();
  expect(other.clock.waiting()).toBe(1);
  await other.close();
  expect(other.clock.waiting()).toBe(0);
});
