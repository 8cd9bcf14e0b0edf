import { createClient } from "@supabase/supabase-js";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type Listening, listen } from "../support/listen.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

describe("a test database", () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.close());

  test("starts with the migrations' rows and shares nothing with another", async () => {
    const other = await createTestDatabase();
    await other.sql`delete from workspaces`;
    await other.close();
    const rows = await database.sql`select key from workspaces`;
    expect([...rows]).toEqual([{ key: "default" }]);
  });

  test("moves its clock without waiting, for every session", async () => {
    const hour = 3_600_000;
    await database.shiftClock(hour);
    await database.shiftClock(hour);
    const ahead = (await database.now()).getTime() - Date.now();
    expect(Math.abs(ahead - 2 * hour)).toBeLessThan(5_000);

    await database.setClock("2026-11-21T09:00:00+01:00");
    const [row] = await database.sql`
      insert into workspaces (key, name) values ('clock', 'Clock') returning created_at`;
    expect(row!.created_at.toISOString()).toMatch(/^2026-11-21T08:00:/);

    await database.freezeClock("2026-03-29T00:59:59Z");
    await database.shiftClock(1_000);
    expect((await database.now()).toISOString()).toBe("2026-03-29T01:00:00.000Z");
  });

  test("signs staff in, members of a workspace or of none", async () => {
    const admin = await database.createStaff({ role: "admin" });
    const outsider = await database.createStaff({ workspace: null });
    const members = await database.sql`select user_id, role from memberships`;
    expect([...members]).toEqual([{ user_id: admin.userId, role: "admin" }]);
    const { data } = await outsider.client.auth.getUser();
    expect(data.user?.email).toBe(outsider.email);
  });

  test("lets nobody sign up, and nobody in without a key", async () => {
    const { url, fetch, publishableKey } = database.supabase;
    const visitor = createClient(url, publishableKey, { global: { fetch } });
    const { error } = await visitor.auth.signUp({ email: "who@example.test", password: "long-enough-1" });
    expect(error?.code).toBe("signup_disabled");
    expect((await fetch(`${url}/rest/v1/workspaces`)).status).toBe(401);
  });
});

describe("the browser", () => {
  let browser: Browser;
  let site: Listening;
  beforeAll(async () => {
    browser = await launchBrowser();
    site = await listen({
      fetch: () => new Response("<h1>Ciao</h1>", { headers: { "content-type": "text/html" } }),
    });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test("opens a page on this machine and no other", async () => {
    const page = await browser.newPage();
    await page.goto(site.url);
    expect(await page.textContent("h1")).toBe("Ciao");
    await expect(page.goto("http://example.com/")).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/);
  });
});
