import { randomBytes } from "node:crypto";
import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres, { type Sql } from "postgres";
import { createSupabaseApp, type SupabaseApp } from "../../../scripts/platform/create-supabase-app.ts";
import { generatePlatformKeys, type PlatformKeys } from "../../../scripts/platform/platform-keys.ts";
import { databaseUrl } from "../../support/postgres-server.ts";
import type { PostgresServer } from "../../support/provided.ts";
import { testClock } from "../../support/test-clock.ts";
import { openRpcApi } from "./rpc-api.ts";

/** What the Supabase API's own sessions are called, so that a fault hits them and not the observer. */
export const gatewaySessions = "supabase-api";

export interface StageDatabase {
  /** The observer's own sessions. */
  sql: Sql;
  name: string;
  keys: PlatformKeys;
  api: Pick<SupabaseApp, "fetch">;
  shiftClock(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A clone of a server's template with the Supabase API before it. `mayGo`: the database will be taken away, and the API
 * must live through it.
 */
export async function openStageDatabase(server: PostgresServer, mayGo: boolean): Promise<StageDatabase> {
  const name = `fault_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${name} template ${server.template}`);
  const url = databaseUrl(server, name);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const keys = generatePlatformKeys();
  const clock = testClock(sql);
  // The shifted clock is in place before the first process asks for the time.
  await clock.shiftClock(0);
  const api = mayGo ? openRpcApi(url, gatewaySessions, keys.secretKey) : openLite(url, keys);
  return {
    ...{ sql, name, keys, api, shiftClock: clock.shiftClock },
    async close() {
      await Promise.all([api.close(), sql.end({ timeout: 1 })]);
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

function openLite(url: string, keys: PlatformKeys) {
  const connection = createPostgresConnection({
    url,
    postgresOptions: {
      max: 8,
      onnotice: () => {},
      types: { json: jsonAsGiven(114), jsonb: jsonAsGiven(3802) },
    },
  });
  const { fetch } = createSupabaseApp(connection, keys);
  return { fetch, close: () => connection.close() };
}

async function onServer(server: PostgresServer, statement: string): Promise<void> {
  const admin = postgres(databaseUrl(server, "postgres"), { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}

/** Lite hands jsonb arguments over as JSON text already; the driver would quote that text a second time. */
const jsonAsGiven = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
});
