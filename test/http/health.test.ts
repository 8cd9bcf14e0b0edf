import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectedMigration } from "../../lib/db/expected-migration.ts";
import { restApp } from "../../lib/doors/rest-app.ts";
import { createServices } from "../../lib/services.ts";
import { createProduct, type Product } from "../support/product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

const health = async (app = product.doors.rest) => {
  const response = await app.request("http://aftercall.test/api/health");
  return [response.status, await response.json()];
};

describe("/api/health", () => {
  test("expects the newest migration there is", () => {
    const newest = readdirSync(new URL("../../supabase/migrations", import.meta.url))
      .toSorted()
      .at(-1);
    expect(newest?.startsWith(`${expectedMigration}_`)).toBe(true);
  });

  test("is 200 when it can serve", async () => {
    const clock = { lastTickAt: null, ageSeconds: null, standsStill: false };
    expect(await health()).toEqual([200, { ok: true, database: "ok", migrations: "ok", clock }]);
  });

  test("tells when the clock last ticked, and is 503 once it stands still", async () => {
    await product.tick();
    await product.db.shiftClock(120_000);
    const clock = {
      lastTickAt: expect.stringMatching(/^2026-11-21T09:0/),
      ageSeconds: 120,
      standsStill: false,
    };
    expect(await health()).toEqual([200, expect.objectContaining({ ok: true, clock })]);
    await product.db.shiftClock(600_000);
    const still = { ...clock, ageSeconds: 720, standsStill: true };
    expect(await health()).toEqual([503, expect.objectContaining({ ok: false, clock: still })]);
    await product.tick();
    expect((await health())[0]).toBe(200);
  });

  test("says that the database is away", async () => {
    const away = await createProduct({}, () => ({
      supabaseFetch: () => Promise.reject(new TypeError("fetch failed")),
    }));
    expect(await health(away.doors.rest)).toEqual([
      503,
      { ok: false, database: "unreachable", migrations: "unknown", clock: null },
    ]);
    await away.close();
  });

  test("says that the schema is another one", async () => {
    await product.db
      .sql`insert into supabase_migrations.schema_migrations (version, name) values ('29991231000000', 'later')`;
    const migrations = { found: "29991231000000", expected: expectedMigration };
    expect(await health()).toEqual([503, { ok: false, database: "ok", migrations, clock: null }]);
  });

  test("says that the environment is wrong, by name", async () => {
    const broken = restApp(() => createServices({ SUPABASE_URL: "https://project.supabase.co" }));
    const [status, body] = await health(broken);
    expect(status).toBe(503);
    expect(body).toMatchObject({
      error: { code: "not_configured", message: expect.stringContaining("SUPABASE_SECRET_KEY") },
    });
  });
});
