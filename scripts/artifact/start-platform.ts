import "../platform/enable-storage.ts";
import { randomBytes } from "node:crypto";
import { createPostgresConnection } from "@supabase/lite/postgres";
import postgres, { type Sql } from "postgres";
import { freePort } from "../../test/support/free-port.ts";
import { listen } from "../../test/support/listen.ts";
import { databaseUrl, startPostgresServer } from "../../test/support/postgres-server.ts";
import { createStaffUser } from "../platform/create-staff-user.ts";
import { createSupabaseApp } from "../platform/create-supabase-app.ts";
import { generatePlatformKeys, type PlatformKeys } from "../platform/platform-keys.ts";
import { prepareDatabase } from "../platform/prepare-database.ts";

export interface ArtifactPlatform {
  url: string;
  keys: PlatformKeys;
  sql: Sql;
  staff: { email: string; password: string };
  close(): Promise<void>;
}

/** A real Postgres with the migrations and nothing else, Supabase Lite in front of it, one member of staff. */
export async function startPlatform(): Promise<ArtifactPlatform> {
  const server = await startPostgresServer();
  const closers: (() => Promise<unknown>)[] = [() => server.stop()];
  const close = async () => {
    while (closers.length > 0) await closers.pop()?.();
  };
  try {
    const url = databaseUrl(server, "postgres");
    const sql = postgres(url, { max: 2, onnotice: () => {} });
    closers.push(() => sql.end({ timeout: 1 }));
    const connection = createPostgresConnection({
      url,
      postgresOptions: {
        max: 8,
        onnotice: () => {},
        types: { json: jsonAsGiven(114), jsonb: jsonAsGiven(3802) },
      },
    });
    closers.push(() => connection.close());
    await prepareDatabase(connection);
    const keys = generatePlatformKeys();
    const staff = { email: "staff@aftercall.test", password: randomBytes(12).toString("base64url") };
    const userId = await createStaffUser(connection, keys, staff);
    await sql`select public.add_member('default', ${userId}::uuid, 'admin')`;
    const gateway = await listen(createSupabaseApp(connection, keys), { port: await freePort() });
    closers.push(() => gateway.close());
    return { url: gateway.url, keys, sql, staff, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lite hands jsonb arguments over as JSON text already; the driver would quote that text a second time. */
const jsonAsGiven = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
});
