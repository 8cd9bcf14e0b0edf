import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import postgres, { type Sql } from "postgres";
import { inject } from "vitest";
import {
  createSupabaseApp,
  fetchThrough,
  type SupabaseApp,
} from "../../scripts/platform/create-supabase-app.ts";
import { generatePlatformKeys } from "../../scripts/platform/platform-keys.ts";
import { createStaff, type Staff, type StaffOptions } from "./create-staff.ts";
import { databaseUrl } from "./postgres-server.ts";
import { prepareReset, resetDatabase } from "./reset-database.ts";
import "./provided.ts";
import { type TestClock, testClock } from "./test-clock.ts";

/** How the product reaches Supabase: the same three values as in production, and a fetch without a port. */
export interface SupabaseAddress {
  url: string;
  fetch: typeof fetch;
  publishableKey: string;
  secretKey: string;
}

export interface TestDatabase extends TestClock {
  /** Postgres itself, as its owner: to arrange, to look, and to hold locks. Up to 40 sessions at once. */
  sql: Sql;
  url: string;
  supabase: SupabaseAddress;
  /** supabase-js with the secret key, as the product's server side has it. */
  service: SupabaseClient;
  /** The gateway, for `listen(...)` where a browser or another process needs an address. */
  app: Pick<SupabaseApp, "fetch">;
  createStaff(options?: StaffOptions): Promise<Staff>;
  /** Ends every session and drops the database. */
  close(): Promise<void>;
}

/** Databases of this worker that wait for their next test. */
const idle: TestDatabase[] = [];

/**
 * A database for a test file or a test, as if just cloned: where one is over, its database is put back into its first state
 * for the next. Its clock can be moved from the start.
 */
export async function borrowTestDatabase(): Promise<TestDatabase> {
  const database = idle.pop() ?? (await createResettable());
  return {
    ...database,
    async close() {
      if (await resetDatabase(database.sql)) idle.push(database);
      else await database.close();
    },
  };
}

async function createResettable(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await database.shiftClock(0);
  await prepareReset(database.sql);
  return database;
}

/** A database of its own for a test file or a test: a clone of the template, on the run's one server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(`create database ${name} template ${server.template}`);
  const url = databaseUrl(server, name);
  const sql = postgres(url, { max: 40, onnotice: () => {} });
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: 8,
      onnotice: () => {},
      types: { json: jsonAsGiven(114), jsonb: jsonAsGiven(3802) },
    },
  });
  const keys = generatePlatformKeys();
  const app = createSupabaseApp(connection, keys);
  const supabase: SupabaseAddress = {
    url: "http://supabase.test",
    fetch: fetchThrough(app),
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
  };
  const service = createClient(supabase.url, supabase.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: supabase.fetch },
  });
  return {
    sql,
    url,
    supabase,
    service,
    app,
    ...testClock(sql),
    createStaff: (options = {}) => createStaff(connection, keys, supabase, service, options),
    async close() {
      // What still runs there is ended with the database.
      await Promise.race([Promise.all([connection.close(), sql.end({ timeout: 1 })]), setTimeout(3_000)]);
      await onServer(`drop database ${name} with (force)`);
    },
  };
}

/** Lite hands jsonb arguments over as JSON text already; the driver would quote that text a second time. */
const jsonAsGiven = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
});

async function onServer(statement: string): Promise<void> {
  const admin = postgres(databaseUrl(inject("postgres"), "postgres"), { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}
