import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { createClient } from "@supabase/supabase-js";
import { createSupabaseApp, fetchThrough } from "../platform/create-supabase-app.ts";
import { folderFileStore } from "../platform/file-store.ts";
import { openPglite } from "../platform/open-pglite.ts";
import { prepareDatabase, seedDatabase } from "../platform/prepare-database.ts";
import { type SqlDatabase, sqlDatabase } from "../platform/sql-session.ts";
import type { DataFolder } from "./data-folder.ts";
import { DevFailure } from "./dev-failure.ts";
import { devMembers, ensureMember } from "./dev-members.ts";
import { ensureProgram } from "./dev-program.ts";
import type { DevSecrets } from "./dev-secrets.ts";
import type { DevSettings } from "./dev-settings.ts";
import { beginDatabase } from "./migrated-database.ts";

export interface Platform {
  url: string;
  /** The migrations that this start applied. */
  applied: string[];
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** Fill an empty database with the pretend day. */
  day: boolean;
  /** Answers what is not Supabase's on this port, or null. */
  handle(request: Request): Promise<Response | null>;
}

/** Supabase on this machine: PGlite under DATA_DIR, migrated, with the first members, behind a port. */
export async function startPlatform(
  settings: DevSettings,
  secrets: DevSecrets,
  folder: DataFolder,
  { day, handle }: PlatformOptions,
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
    const app = createSupabaseApp(connection, secrets, { files: folderFileStore(folder.files) });
    const supabase = {
      url: "http://supabase.local",
      fetch: fetchThrough(app),
      publishableKey: secrets.publishableKey,
      secretKey: secrets.secretKey,
    };
    const service = createClient(supabase.url, supabase.secretKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: supabase.fetch },
    });
    await ensureProgram(database, secrets.apiKey);
    for (const member of devMembers) await ensureMember(database, service, member, secrets.staffPassword);
    if (day && !folder.isFilled()) {
      await refuseOwnData(database);
      await folder.beginFilling();
      const { fillDay } = await import("./day/fill-day.ts");
      await fillDay({ database, supabase, password: secrets.staffPassword, now: new Date() });
    }
    await folder.markComplete();
    const server = await listen(async (request) => (await handle(request)) ?? app.fetch(request), settings);
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

async function refuseOwnData({ query }: SqlDatabase): Promise<void> {
  const [own] = await query("select from webhook_requests union all select from contacts limit 1");
  if (!own) return;
  throw new DevFailure(
    "--day fills an empty database, and this one holds events: `npm run dev -- --fresh --day` deletes them first.",
  );
}

async function listen(
  fetch: (request: Request) => Promise<Response>,
  { supabasePort }: DevSettings,
): Promise<Server> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(supabasePort, "127.0.0.1", resolve);
  });
  return server;
}
