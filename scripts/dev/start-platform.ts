import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { createStaffUser } from "../platform/create-staff-user.ts";
import { createSupabaseApp } from "../platform/create-supabase-app.ts";
import { folderFileStore } from "../platform/file-store.ts";
import { openPglite } from "../platform/open-pglite.ts";
import { prepareDatabase, seedDatabase } from "../platform/prepare-database.ts";
import { sqlDatabase } from "../platform/sql-session.ts";
import type { DataFolder } from "./data-folder.ts";
import type { DevSecrets } from "./dev-secrets.ts";
import type { DevSettings } from "./dev-settings.ts";
import { beginDatabase } from "./migrated-database.ts";

export interface Platform {
  url: string;
  /** The migrations that this start applied. */
  applied: string[];
  close(): Promise<void>;
}

export const staffEmail = "staff@aftercall.test";

/** Supabase on this machine: PGlite under DATA_DIR, migrated, with the first staff member, behind a port. */
export async function startPlatform(
  settings: DevSettings,
  secrets: DevSecrets,
  folder: DataFolder,
): Promise<Platform> {
  const isFresh = await folder.isEmpty();
  if (isFresh) await beginDatabase(folder.pglite);
  const connection = await openPglite(folder.pglite);
  try {
    const { applied } = await prepareDatabase(connection);
    const database = sqlDatabase(connection);
    if (isFresh) await seedDatabase(connection);
    const { minIntervalMs, dailyLimit, jitterMs, warmUpDays, sendingFrom, sendingUntil, defaultCountry } =
      settings;
    const firstStart = {
      minIntervalMs,
      dailyLimit,
      jitterMs,
      warmUpDays,
      sendingFrom,
      sendingUntil,
      defaultCountry,
    };
    await database.query("select public.configure_default_channel($1::text::jsonb)", [
      JSON.stringify(firstStart),
    ]);
    const staff = { email: staffEmail, password: secrets.staffPassword };
    const userId = await createStaffUser(connection, secrets, staff);
    await database.query("select public.add_member('default', $1::uuid, 'admin')", [userId]);
    await folder.markComplete();
    const app = createSupabaseApp(connection, secrets, { files: folderFileStore(folder.files) });
    const server = await listen(app, settings.supabasePort);
    return {
      url: `http://127.0.0.1:${settings.supabasePort}`,
      applied,
      async close() {
        await new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        });
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function listen(app: ReturnType<typeof createSupabaseApp>, port: number): Promise<Server> {
  const fetch = (request: Request) => app.fetch(request);
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
